package org.moorage.manila;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.moorage.api.failure.Failure;

class ShareParametersTest {
    @Test
    void allOfTheGoDriverAreRead() {
        var parameters = ShareParameters.of(Map.ofEntries(
                Map.entry("type", "gold"),
                Map.entry("shareNetworkID", "net-1"),
                Map.entry("availability", "az1"),
                Map.entry("autoTopology", "true"),
                Map.entry("groupID", "group-1"),
                Map.entry("appendShareMetadata", "{\"tier\": \"gold\"}"),
                Map.entry("affinity", "share-a"),
                Map.entry("antiAffinity", "share-b"),
                Map.entry("cephfs-mounter", "kernel"),
                Map.entry("cephfs-clientID", "alice, bob"),
                Map.entry("cephfs-kernelMountOptions", "norbytes"),
                Map.entry("nfs-shareClient", "10.0.0.0/8"),
                Map.entry("csi.storage.k8s.io/pvc/name", "claim"),
                Map.entry("csi.storage.k8s.io/provisioner-secret-name", "secret")));

        assertThat(parameters.type()).isEqualTo("gold");
        assertThat(parameters.network()).contains("net-1");
        assertThat(parameters.availability()).contains("az1");
        assertThat(parameters.autoTopology()).isTrue();
        assertThat(parameters.group()).contains("group-1");
        assertThat(parameters.metadata()).containsExactly(Map.entry("tier", "gold"));
        assertThat(parameters.hints())
                .containsOnly(Map.entry("affinity", "share-a"), Map.entry("antiAffinity", "share-b"));
        assertThat(parameters.cephxIds()).containsExactly("alice", "bob");
        assertThat(parameters.clients().orElseThrow().grants()).hasSize(1);
        assertThat(parameters.node())
                .containsOnly(
                        Map.entry("cephfs-mounter", "kernel"), Map.entry("cephfs-kernelMountOptions", "norbytes"));
        assertThat(parameters.claim()).containsOnly(Map.entry("csi.storage.k8s.io/pvc/name", "claim"));
    }

    @Test
    void defaultsAreTheGoDrivers() {
        var parameters = ShareParameters.of(Map.of());

        assertThat(parameters.type()).isEqualTo("default");
        assertThat(parameters.node()).containsOnly(Map.entry("cephfs-mounter", "fuse"));
        assertThat(parameters.clients()).isEmpty();
        assertThat(parameters.autoTopology()).isFalse();
    }

    @Test
    void whatTheNodeDoesIsHandedOn() {
        var parameters = ShareParameters.of(
                Map.of("subDir", "/data/app/", "mountPermissions", "0770", "nfs-exportAddress", "10.0.0.0/24"));

        assertThat(parameters.node())
                .containsEntry("subDir", "data/app")
                .containsEntry("mountPermissions", "770")
                .containsEntry("nfs-exportAddress", "10.0.0.0/24");
    }

    @Test
    void unknownParameterIsIgnored() {
        assertThat(ShareParameters.of(Map.of("colour", "blue")).type()).isEqualTo("default");
    }

    @ParameterizedTest
    @CsvSource({
        "type, ''",
        "autoTopology, maybe",
        "appendShareMetadata, not json",
        "appendShareMetadata, '{\"a\": 1}'",
        "appendShareMetadata, '{\"a\": \"\"}'",
        "cephfs-mounter, nfs",
        "nfs-shareClient, somebody",
        "nfs-exportAddress, nfs.example.org",
        "subDir, ../other",
        "subDir, /",
        "mountPermissions, rwx",
        "mountPermissions, 99"
    })
    void malformedParameterIsNamed(String key, String value) {
        assertThatThrownBy(() -> ShareParameters.of(Map.of(key, value)))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining(key);
    }
}
