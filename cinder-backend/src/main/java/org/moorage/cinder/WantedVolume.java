package org.moorage.cinder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;

/// A request for a volume in Cinder's terms.
///
/// @param spec       the request
/// @param parameters its StorageClass
/// @param attributes its VolumeAttributesClass, which wins over the StorageClass
/// @param placement  where it shall be
/// @param size       how large it shall be
/// @param shared     whether it must be attachable to several servers
record WantedVolume(
        VolumeSpec spec,
        VolumeParameters parameters,
        Attributes attributes,
        Placement placement,
        Bytes size,
        boolean shared) {
    private static final String NO_SOURCE = "none";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// Understands a request.
    ///
    /// @param zones the availability zones of the cloud in which it shall be
    /// @throws Failure.Invalid    the ways of use, or a parameter, cannot be had
    /// @throws Failure.OutOfRange the size cannot be had
    static WantedVolume of(VolumeSpec spec, DriverSettings settings, Zones zones, Deadline deadline) {
        refusal(spec.capabilities()).ifPresent(reason -> {
            throw new Failure.Invalid("volume " + spec.name() + ": " + reason);
        });
        var _ = FormattingParameters.context(spec.parameters(), spec.capabilities(), CinderNodeAccess.DEFAULT_FS_TYPE);
        var parameters = VolumeParameters.of(spec.parameters());
        var placement = Placement.of(parameters, spec.topology(), settings, zones, deadline);
        var shared = spec.capabilities().stream().anyMatch(use -> use.mode().multiNode());
        return new WantedVolume(
                spec,
                parameters,
                Attributes.of(spec.mutableParameters()),
                placement,
                Bytes.ofGib(spec.capacity().wholeGib(1)),
                shared);
    }

    /// Why no volume of Cinder's could be used so; empty when one could.
    static Optional<String> refusal(List<VolumeCapability> capabilities) {
        Predicate<VolumeCapability> torn = use -> use.access() instanceof VolumeAccess.Mount
                && use.mode().multiNode()
                && !use.mode().readOnly();
        return capabilities.stream()
                .filter(torn)
                .findFirst()
                .map(use -> "access mode " + use.mode() + " with a mounted file system would destroy the file system,"
                        + " which knows one writing node only: use volumeMode Block, or ReadWriteOnce");
    }

    /// The size that a volume made of this source must have: the asked one, or the source's if that is larger.
    ///
    /// @throws Failure.OutOfRange the source is larger than the limit
    Bytes sizeFor(Bytes source) {
        var needed = source.compareTo(size) > 0 ? source : size;
        if (spec.capacity().limit().stream().anyMatch(limit -> needed.compareTo(limit) > 0)) {
            throw new Failure.OutOfRange("volume " + spec.name() + ": its source has " + source
                    + ", more than the limit of " + spec.capacity().limit().get());
        }
        return needed;
    }

    /// In what that volume differs from this request; empty when it satisfies it.
    List<String> differences(BlockVolume volume) {
        var found = new ArrayList<String>();
        if (!spec.capacity().contains(volume.size())) {
            found.add("its size is " + volume.size() + ", asked for is " + range());
        }
        type().filter(type -> !isOfType(volume, type)).ifPresent(type -> {
            found.add("its type is " + volume.type().orElse("none") + ", asked for is " + type);
        });
        volume.availabilityZone().filter(zone -> !placement.allows(zone)).ifPresent(zone -> {
            found.add("its availability zone is " + zone + ", asked for is " + placement.allowed());
        });
        if (!sourceOf(volume).equals(source()) && !mayBeRestored(volume)) {
            found.add("its source is " + sourceOf(volume) + ", asked for is " + source());
        }
        userMetadata().forEach((key, value) -> {
            var there = volume.metadata().get(key);
            if (!value.equals(there)) {
                found.add("its metadata '" + key + "' is " + (there == null ? "missing" : "'" + there + "'")
                        + ", asked for is '" + value + "'");
            }
        });
        if (shared && !volume.multiattach()) {
            found.add("its type does not allow several nodes at a time");
        }
        return found;
    }

    /// What the node must know to make its file system, as it stands in the volume's context.
    ///
    /// @throws Failure.Invalid it cannot be made so
    Map<String, String> formatting() {
        return FormattingParameters.context(spec.parameters(), spec.capabilities(), CinderNodeAccess.DEFAULT_FS_TYPE);
    }

    /// The type to ask Cinder for; empty for its default.
    Optional<String> type() {
        return attributes.type().or(parameters::type);
    }

    private Map<String, String> userMetadata() {
        var metadata = new HashMap<>(parameters.metadata());
        metadata.putAll(attributes.metadata());
        return metadata;
    }

    /// The metadata that the volume gets.
    Map<String, String> metadata(DriverSettings settings) {
        var metadata = userMetadata();
        metadata.putAll(parameters.claim());
        metadata.put(CinderNames.CLUSTER, settings.cluster());
        if (parameters.snapshots() != SnapshotPolicy.REFUSE) {
            metadata.put(CinderNames.SNAPSHOT_POLICY, parameters.snapshots().text());
        }
        return metadata;
    }

    private String source() {
        return spec.source()
                .map(source -> switch (source) {
                    case ContentSource.FromSnapshot from -> "snapshot " + from.snapshot();
                    case ContentSource.FromVolume from -> "volume " + from.volume();
                })
                .orElse(NO_SOURCE);
    }

    /// The Go driver's volumes do not tell the backup that they are being made of until they are.
    private boolean mayBeRestored(BlockVolume volume) {
        return spec.source()
                        .filter(ContentSource.FromSnapshot.class::isInstance)
                        .isPresent()
                && volume.status() == VolumeStatus.Known.CREATING
                && sourceOf(volume).equals(NO_SOURCE);
    }

    private static String sourceOf(BlockVolume volume) {
        return volume.snapshot()
                .map(id -> "snapshot " + id)
                .or(() -> volume.sourceVolume().map(id -> "volume " + id))
                .or(() -> Optional.ofNullable(volume.metadata().get(CinderNames.SOURCE_BACKUP))
                        .map(id -> "snapshot " + id))
                .orElse(NO_SOURCE);
    }

    /// Cinder shows a type by its name and takes it by name or id; an id cannot be compared here.
    private static boolean isOfType(BlockVolume volume, String type) {
        return volume.type().stream().anyMatch(type::equals)
                || UUID.matcher(type).matches();
    }

    private String range() {
        var least = "at least " + size;
        return spec.capacity()
                .limit()
                .map(most -> least + " and at most " + most)
                .orElse(least);
    }
}
