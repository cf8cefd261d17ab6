package org.moorage.cinder;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.volume.Health;
import org.moorage.api.volume.Health.Ailment;
import org.moorage.api.volume.Health.Severity;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.compute.Servers;

/// What is wrong with a volume as Cinder and Nova tell it.
final class VolumeAilments {
    /// How long Nova is asked about a server: the health must not keep its caller waiting.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private VolumeAilments() {}

    /// What the volume's own status says.
    static Health of(BlockVolume volume) {
        return new Health(ofStatus(volume.status().text()).stream().toList());
    }

    /// What the status says, and whether the servers that it is attached to still exist. Whom Nova does not answer
    /// for is taken to exist.
    static Health closely(BlockVolume volume, Servers servers, Deadline deadline) {
        List<Ailment> all = new ArrayList<>(of(volume).ailments());
        for (var attachment : volume.attachments()) {
            var exists =
                    Answers.tryRead(() -> Optional.of(servers.exists(attachment.server(), deadline.within(PATIENCE))));
            if (exists.stream().anyMatch(found -> !found)) {
                all.add(new Ailment(
                        Severity.DEGRADED,
                        "AttachedToMissingServer",
                        "the volume is attached to server " + attachment.server()
                                + ", which does not exist any more; it is released when the volume is detached"));
            }
        }
        return new Health(all);
    }

    /// Cinder's statuses (Block Storage API v3, "Volumes"). Those that pass by themselves are no ailment.
    private static Optional<Ailment> ofStatus(String status) {
        var said = "the volume's status in Cinder is " + status;
        return switch (status) {
            case "error_restoring" ->
                Optional.of(new Ailment(
                        Severity.DATA_LOSS,
                        "RestoreFailed",
                        said + ": a backup was written into it only in part; restore it again"));
            case "error_backing-up", "error_extending", "error_managing", "error_detaching" ->
                Optional.of(new Ailment(
                        Severity.DEGRADED,
                        "ErrorStatus",
                        said + ": what is attached goes on, but nothing else can be done with it until an operator"
                                + " resets its status"));
            case "maintenance" ->
                Optional.of(new Ailment(
                        Severity.DEGRADED,
                        "Maintenance",
                        said + ": it cannot be attached or detached until the operator has moved it"));
            case String other
            when other.startsWith("error") ->
                Optional.of(new Ailment(
                        Severity.INACCESSIBLE,
                        "ErrorStatus",
                        said + ": it cannot be attached; Cinder's messages and its log say why"));
            default -> Optional.empty();
        };
    }
}
