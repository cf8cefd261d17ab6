package org.moorage.openstack.metadata;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.MetadataSection;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out which instance this process runs on: from the config drive and the metadata service, in the
/// order that `[Metadata]` says, and at last from the firmware. Needs no credentials. Safe for many threads.
///
/// The order matters after a migration: the drive keeps the zone of the day it was written, the service knows the
/// one of today. The drive goes first all the same unless the operator says otherwise, since kubelet refuses a node
/// whose zone is not the one that it registered with.
public final class InstanceMetadata {
    private static final Logger LOG = LoggerFactory.getLogger(InstanceMetadata.class);
    private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(5);

    /// How long who knows an answer waits for a newer one.
    private static final Duration REFRESH = Duration.ofSeconds(1);

    private final List<String> searchOrder;
    private final Places places;
    private final MetadataService service;
    private volatile @Nullable Instance known;

    /// Where an instance's metadata is to be found.
    ///
    /// @param drive    the config drive
    /// @param service  where the metadata service may be, the likeliest first: scheme, host and port
    /// @param firmware `/sys/class/dmi/id`
    public record Places(ConfigDrive drive, Supplier<List<URI>> service, Path firmware) {
        static Places ofThisHost() {
            var interfaces = Path.of("/sys/class/net");
            return new Places(
                    AttachedConfigDrive.ofThisHost(),
                    () -> LinkLocal.addresses(interfaces),
                    Firmware.ofThisHost().directory());
        }
    }

    /// The metadata of this host's instance.
    public static InstanceMetadata ofThisHost(MetadataSection section, InstantSource clock) {
        return new InstanceMetadata(section, Places.ofThisHost(), clock);
    }

    /// The metadata as found in places of one's own.
    public InstanceMetadata(MetadataSection section, Places places, InstantSource clock) {
        this.searchOrder = section.searchOrder();
        this.places = places;
        this.service =
                new MetadataService(places.service(), section.requestTimeout().orElse(USUAL_TIMEOUT), clock);
    }

    /// The instance, read anew, since its zone may change while it runs. Where nothing answers any more,
    /// the answer of before holds.
    ///
    /// @throws Failure.Unavailable if no place gave an answer yet; it says why, place by place
    public Instance read(Deadline deadline) {
        var reasons = new ArrayList<String>();
        var found = search(deadline, reasons);
        if (found.isPresent()) {
            return found.get();
        }
        var half = new Firmware(places.firmware())
                .instanceId()
                .map(id -> ": its firmware says that this is instance " + id
                        + ", but not its zone; set --instance-zone, or --with-topology=false")
                .orElse(": open the way to the metadata service, attach a config drive, or set --instance-id");
        throw new Failure.Unavailable(
                "the id and the zone of this instance are not known (" + String.join("; ", reasons) + ")" + half);
    }

    /// The id of the instance, for those who need not know its zone: the firmware tells it, too.
    ///
    /// @throws Failure.Unavailable if no place gave an answer yet; it says why, place by place
    public String id(Deadline deadline) {
        var reasons = new ArrayList<String>();
        return search(deadline, reasons)
                .map(Instance::id)
                .or(() -> new Firmware(places.firmware()).instanceId())
                .orElseThrow(() ->
                        new Failure.Unavailable("the id of this instance is not known (" + String.join("; ", reasons)
                                + "; nor does its firmware say it): open the way to the metadata service, attach a"
                                + " config drive, or set --instance-id"));
    }

    private Optional<Instance> search(Deadline deadline, List<String> reasons) {
        var before = known;
        for (var place : searchOrder) {
            try {
                var found = checked(read(place, before == null ? deadline : deadline.within(REFRESH)));
                known = found;
                return Optional.of(found);
            } catch (IOException | OpenStackError e) {
                reasons.add(place + ": " + e.getMessage());
            }
        }
        if (before != null) {
            LOG.atWarn().addKeyValue("reasons", reasons).log("instance metadata cannot be read again");
        }
        return Optional.ofNullable(before);
    }

    private MetadataDocument read(String place, Deadline deadline) throws IOException {
        return switch (place) {
            case MetadataSection.CONFIG_DRIVE -> Json.read(places.drive().read(), MetadataDocument.class);
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
