package org.moorage.openstack.metadata;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.MetadataSection;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out which instance this process runs on: from the config drive and the metadata service, in the
/// order that `[Metadata]` says. Needs no credentials. Safe for many threads.
public final class InstanceMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceMetadata.class);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    private final List<String> searchOrder;
    private final ConfigDrive drive;
    private final MetadataService service;
    private volatile @Nullable Instance known;

    /// The metadata of this host's instance.
    public static InstanceMetadata ofThisHost(MetadataSection section, InstantSource clock) {
        return new InstanceMetadata(section, AttachedConfigDrive.ofThisHost(), MetadataService.LINK_LOCAL, clock);
    }

    /// The metadata as found in places of one's own.
    ///
    /// @param drive   the config drive
    /// @param service where the metadata service is: scheme, host and port
    public InstanceMetadata(MetadataSection section, ConfigDrive drive, URI service, InstantSource clock) {
        this.searchOrder = section.searchOrder();
        this.drive = drive;
        this.service = new MetadataService(service, section.requestTimeout().orElse(USUAL_TIMEOUT), clock);
    }

    /// The instance, read anew, since its zone may change while it runs. Where nothing answers any more,
    /// the answer of before holds.
    ///
    /// @throws Failure.Unavailable if no place gave an answer yet; it says why, place by place
    public Instance read(Deadline deadline) {
        var reasons = new ArrayList<String>();
        for (var place : searchOrder) {
            try {
                var found = checked(read(place, deadline));
                known = found;
                return found;
            } catch (IOException | OpenStackError e) {
                reasons.add(place + ": " + e.getMessage());
            }
        }
        var before = known;
        if (before == null) {
            throw new Failure.Unavailable("the id of this instance is not known (" + String.join("; ", reasons)
                    + "): open the way to the metadata service, attach a config drive, or set --instance-id");
        }
        LOG.atWarn().addKeyValue("reasons", reasons).log("instance metadata cannot be read again");
        return before;
    }

    private MetadataDocument read(String place, Deadline deadline) throws IOException {
        return switch (place) {
            case MetadataSection.CONFIG_DRIVE -> Json.read(drive.read(), MetadataDocument.class);
            case MetadataSection.METADATA_SERVICE -> service.read(deadline);
            default ->
                throw new IOException("there is no such place: search-order knows " + MetadataSection.CONFIG_DRIVE
                        + " and " + MetadataSection.METADATA_SERVICE);
        };
    }

    private static Instance checked(MetadataDocument document) throws IOException {
        var id = document.uuid() == null ? "" : document.uuid().strip();
        if (id.isEmpty()) {
            throw new IOException("the metadata holds no uuid");
        }
        return new Instance(
                id,
                document.availabilityZone() == null
                        ? ""
                        : document.availabilityZone().strip());
    }
}
