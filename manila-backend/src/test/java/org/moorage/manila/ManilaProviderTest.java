package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.moorage.api.Deadline;
import org.moorage.api.node.NodeIdentity;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;

class ManilaProviderTest {
    private static Backend open(Map<String, List<String>> options) {
        return new ManilaProvider()
                .open(
                        new Settings(options),
                        new Surroundings(
                                Set.of(Service.NODE), InstantSource.system(), Meters.NONE, "1.2.3", List.of()));
    }

    @Test
    void isDeclaredAsAService() {
        var descriptor = ManilaProvider.class.getModule().getDescriptor();

        assertThat(descriptor.provides())
                .anySatisfy(service -> assertThat(service.providers()).containsExactly(ManilaProvider.class.getName()));
        assertThat(descriptor.exports()).isEmpty();
        assertThat(new ManilaProvider().name()).isEqualTo("manila");
    }

    @Test
    void takesTheOptionsOfTheGoDriver() {
        assertThat(new ManilaProvider().options())
                .extracting(Option::name)
                .contains(
                        "drivername",
                        "share-protocol-selector",
                        "fwdendpoint",
                        "with-topology",
                        "runtime-config-file",
                        "cluster-id",
                        "nodeaz",
                        "compatibility-settings");
    }

    @Test
    void protocolMustBeSaid() {
        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("--share-protocol-selector is missing");
        assertThatThrownBy(() -> open(Map.of("share-protocol-selector", List.of("CIFS"))))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("write NFS or CEPHFS");
    }

    @Test
    void driverHasTheNameGiven() {
        assertThat(open(Map.of("share-protocol-selector", List.of("nfs")))
                        .driver()
                        .name())
                .isEqualTo("manila.csi.openstack.org");
        var named = Map.of(
                "share-protocol-selector", List.of("cephfs"), "drivername", List.of("cephfs.manila.csi.openstack.org"));
        assertThat(open(named).driver().name()).isEqualTo("cephfs.manila.csi.openstack.org");
    }

    @Test
    void nodeTellsItsZoneOnlyWithTopology() {
        var without = Map.of(
                "share-protocol-selector", List.of("NFS"),
                "instance-id", List.of("server-1"),
                "instance-zone", List.of("az1"));
        var with = Map.of(
                "share-protocol-selector", List.of("NFS"),
                "instance-id", List.of("server-1"),
                "instance-zone", List.of("az1"),
                "with-topology", List.of("true"));

        assertThat(identity(without).topology()).isEmpty();
        assertThat(identity(with).topology().orElseThrow().segments())
                .containsExactly(Map.entry("topology.manila.csi.openstack.org/zone", "az1"));
        assertThat(open(without).driver().topologyAware()).isFalse();
        assertThat(open(with).driver().topologyAware()).isTrue();
    }

    private static NodeIdentity identity(Map<String, List<String>> options) {
        return open(options).roles().stream()
                .filter(NodeIdentitySource.class::isInstance)
                .map(NodeIdentitySource.class::cast)
                .findFirst()
                .orElseThrow()
                .identity(Deadline.after(Duration.ofSeconds(5), InstantSource.system()));
    }
}
