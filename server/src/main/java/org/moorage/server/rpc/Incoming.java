package org.moorage.server.rpc;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.moorage.api.Page;
import org.moorage.api.failure.Failure;
import org.moorage.api.snapshot.SnapshotId;
import org.moorage.api.volume.AccessMode;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.CapacityRange;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.Topology;
import org.moorage.api.volume.TopologyRequirement;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeId;
import org.moorage.csi.v1.VolumeContentSource;

/// Turns what callers send into values, and refuses what CSI does not allow: every method throws
/// {@link Failure.Invalid} for an argument that is missing or wrong.
public final class Incoming {
    private Incoming() {}

    /// A capability that must be there.
    ///
    /// @param present whether the request has the field at all
    public static VolumeCapability capability(boolean present, org.moorage.csi.v1.VolumeCapability capability) {
        if (!present) {
            throw new Failure.Invalid("volume_capability is missing");
        }
        return capability(capability);
    }

    /// The capability, if the request has the field.
    public static Optional<VolumeCapability> optionalCapability(
            boolean present, org.moorage.csi.v1.VolumeCapability capability) {
        return present ? Optional.of(capability(capability)) : Optional.empty();
    }

    /// The capabilities of a request that must name at least one.
    public static List<VolumeCapability> capabilities(List<org.moorage.csi.v1.VolumeCapability> capabilities) {
        if (capabilities.isEmpty()) {
            throw new Failure.Invalid("volume_capabilities is missing");
        }
        return capabilities.stream().map(Incoming::capability).toList();
    }

    /// The capabilities of a request that need name none.
    public static List<VolumeCapability> capabilitiesIfAny(List<org.moorage.csi.v1.VolumeCapability> capabilities) {
        return capabilities.stream().map(Incoming::capability).toList();
    }

    private static VolumeCapability capability(org.moorage.csi.v1.VolumeCapability capability) {
        return new VolumeCapability(
                access(capability), mode(capability.getAccessMode().getMode()));
    }

    private static VolumeAccess access(org.moorage.csi.v1.VolumeCapability capability) {
        return switch (capability.getAccessTypeCase()) {
            case BLOCK -> new VolumeAccess.Block();
            case MOUNT -> {
                var mount = capability.getMount();
                yield new VolumeAccess.Mount(
                        given(mount.getFsType()), mount.getMountFlagsList(), given(mount.getVolumeMountGroup()));
            }
            case ACCESSTYPE_NOT_SET ->
                throw new Failure.Invalid("volume_capability says neither block nor mount: access_type is missing");
        };
    }

    private static AccessMode mode(org.moorage.csi.v1.VolumeCapability.AccessMode.Mode mode) {
        return switch (mode) {
            case SINGLE_NODE_WRITER -> AccessMode.SINGLE_NODE_WRITER;
            case SINGLE_NODE_READER_ONLY -> AccessMode.SINGLE_NODE_READER_ONLY;
            case MULTI_NODE_READER_ONLY -> AccessMode.MULTI_NODE_READER_ONLY;
            case MULTI_NODE_SINGLE_WRITER -> AccessMode.MULTI_NODE_SINGLE_WRITER;
            case MULTI_NODE_MULTI_WRITER -> AccessMode.MULTI_NODE_MULTI_WRITER;
            case SINGLE_NODE_SINGLE_WRITER -> AccessMode.SINGLE_NODE_SINGLE_WRITER;
            case SINGLE_NODE_MULTI_WRITER -> AccessMode.SINGLE_NODE_MULTI_WRITER;
            case UNKNOWN, UNRECOGNIZED ->
                throw new Failure.Invalid("volume_capability names no access_mode that this driver knows");
        };
    }

    /// The range; both ends are open when the request names neither.
    public static CapacityRange range(org.moorage.csi.v1.CapacityRange range) {
        return new CapacityRange(size(range.getRequiredBytes()), size(range.getLimitBytes()));
    }

    /// The range of a request that must name at least one end.
    public static CapacityRange requiredRange(org.moorage.csi.v1.CapacityRange range) {
        if (range.getRequiredBytes() == 0 && range.getLimitBytes() == 0) {
            throw new Failure.Invalid("capacity_range is missing");
        }
        return range(range);
    }

    /// The size, of which 0 says nothing.
    public static Optional<Bytes> size(long bytes) {
        return bytes == 0 ? Optional.empty() : Optional.of(new Bytes(bytes));
    }

    /// What a volume is to be filled with.
    ///
    /// @param present whether the request has the field at all
    public static Optional<ContentSource> source(boolean present, VolumeContentSource source) {
        if (!present) {
            return Optional.empty();
        }
        return Optional.of(
                switch (source.getTypeCase()) {
                    case SNAPSHOT ->
                        new ContentSource.FromSnapshot(
                                new SnapshotId(source.getSnapshot().getSnapshotId()));
                    case VOLUME ->
                        new ContentSource.FromVolume(
                                new VolumeId(source.getVolume().getVolumeId()));
                    case TYPE_NOT_SET ->
                        throw new Failure.Invalid("volume_content_source names neither a snapshot nor a volume");
                });
    }

    /// Where a volume must be reachable from.
    public static TopologyRequirement topology(org.moorage.csi.v1.TopologyRequirement requirement) {
        return new TopologyRequirement(places(requirement.getRequisiteList()), places(requirement.getPreferredList()));
    }

    /// A place, if the request has the field.
    public static Optional<Topology> place(boolean present, org.moorage.csi.v1.Topology place) {
        return present ? Optional.of(new Topology(place.getSegmentsMap())) : Optional.empty();
    }

    private static List<Topology> places(List<org.moorage.csi.v1.Topology> places) {
        return places.stream()
                .map(place -> new Topology(place.getSegmentsMap()))
                .toList();
    }

    /// Which page of a listing is asked for.
    public static Page.Request page(int maxEntries, String startingToken) {
        return new Page.Request(maxEntries, given(startingToken));
    }

    /// A path of the host that must be there, absolute, and lead nowhere but down: callers are trusted, yet a
    /// path that a volume's name slipped into must not reach another volume's.
    ///
    /// @param what how the failure names it
    public static Path path(String what, String text) {
        if (text.isBlank()) {
            throw new Failure.Invalid(what + " is missing");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new Failure.Invalid(what + " contains a control character");
        }
        var path = written(what, text);
        if (!path.isAbsolute()) {
            throw new Failure.Invalid(what + " is not absolute: " + text);
        }
        if (!path.equals(path.normalize())) {
            throw new Failure.Invalid(what + " leads through '.' or '..': " + text);
        }
        return path;
    }

    private static Path written(String what, String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException _) {
            throw new Failure.Invalid(what + " holds characters that the locale of this process does not have: start"
                    + " the driver with LC_ALL=C.UTF-8");
        }
    }

    /// The text, if there is one.
    public static Optional<String> given(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
