package org.moorage.cinder;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.VolumeLimit;
import org.moorage.openstack.config.MetadataSection;
import org.moorage.openstack.metadata.ConfigDrive;
import org.moorage.openstack.metadata.InstanceIdentity;
import org.moorage.openstack.metadata.InstanceIdentity.Given;
import org.moorage.openstack.metadata.InstanceMetadata;
import org.moorage.testkit.NodeIdentitySourceContract;

class CinderIdentityContractTest extends NodeIdentitySourceContract {
    private static final byte[] DRIVE =
            "{\"uuid\": \"server-1\", \"availability_zone\": \"AZ 1 (north)\"}".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path firmware;

    private NodeIdentitySource read(ConfigDrive drive) {
        var given = new Given(
                Optional.empty(),
                Optional.empty(),
                Optional.of(CinderNames.ZONE),
                Map.of("topology.kubernetes.io/region", "r1"),
                new VolumeLimit.Fixed(7));
        var section = new MetadataSection(List.of(MetadataSection.CONFIG_DRIVE), Optional.empty());
        var places = new InstanceMetadata.Places(drive, List::of, firmware);
        return new InstanceIdentity(given, new InstanceMetadata(section, places, InstantSource.system()));
    }

    @Override
    protected NodeIdentitySource source() {
        return read(DRIVE::clone);
    }

    @Override
    protected Optional<NodeIdentitySource> unanswered() {
        return Optional.of(read(() -> {
            throw new IOException("there is no drive");
        }));
    }
}
