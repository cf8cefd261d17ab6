package org.moorage.manila;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.api.failure.Failure;
import org.moorage.api.volume.Bytes;
import org.moorage.api.volume.ContentSource;
import org.moorage.api.volume.VolumeAccess;
import org.moorage.api.volume.VolumeCapability;
import org.moorage.api.volume.VolumeSpec;
import org.moorage.openstack.sharedfilesystem.Share;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A request for a volume in Manila's terms.
///
/// @param spec       the request
/// @param parameters its StorageClass
/// @param attributes its VolumeAttributesClass, which wins over the StorageClass
/// @param grants     the access rules that it shall have
/// @param placement  where it shall be
/// @param hints      beside which shares, and away from which, as its claim or its class says
/// @param group      the share group that it shall be in
/// @param size       how large it shall be
/// @param metadata   what it shall bear
record WantedShare(
        VolumeSpec spec,
        ShareParameters parameters,
        Attributes attributes,
        List<Grant> grants,
        Placement placement,
        WantedHints hints,
        Optional<String> group,
        Bytes size,
        Map<String, String> metadata) {
    /// Metadata of a share that was made of another: that one's id. The snapshot between them is
    /// gone.
    static final String CLONE_OF = ManilaNames.DRIVER + "/clone-of";

    private static final String GROUP_ANNOTATION = "group-id";
    private static final String NO_SOURCE = "none";
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");
    private static final Logger LOG = LoggerFactory.getLogger(WantedShare.class);

    /// Copies the collections.
    WantedShare {
        grants = List.copyOf(grants);
        metadata = Map.copyOf(metadata);
    }

    /// Understands a request.
    ///
    /// @throws Failure.Invalid    the ways of use, or a parameter, cannot be had
    /// @throws Failure.OutOfRange the size cannot be had
    static WantedShare of(VolumeSpec spec, DriverSettings settings) {
        refusal(spec.capabilities()).ifPresent(reason -> {
            throw new Failure.Invalid("volume " + spec.name() + ": " + reason);
        });
        var parameters = ShareParameters.of(spec.parameters());
        var attributes = Attributes.of(spec.mutableParameters(), settings.protocol());
        var group = ClaimAnnotations.find(spec.annotations(), settings, GROUP_ANNOTATION)
                .or(parameters::group);
        return new WantedShare(
                spec,
                parameters,
                attributes,
                grants(spec, parameters, attributes, settings),
                Placement.of(parameters, spec, settings),
                WantedHints.of(spec.annotations(), parameters, settings),
                group,
                Bytes.ofGib(spec.capacity().wholeGib(1)),
                metadata(spec, parameters, attributes, settings));
    }

    /// Why no share could be used so; empty when one could. A share bears every access mode.
    static Optional<String> refusal(List<VolumeCapability> capabilities) {
        return capabilities.stream().anyMatch(use -> use.access() instanceof VolumeAccess.Block)
                ? Optional.of("a share is a file system and cannot be had as a block device: use volumeMode Filesystem")
                : Optional.empty();
    }

    private static List<Grant> grants(
            VolumeSpec spec, ShareParameters parameters, Attributes attributes, DriverSettings settings) {
        return switch (settings.protocol()) {
            case NFS -> clients(spec, parameters, attributes, settings).grants();
            case CEPHFS ->
                (parameters.cephxIds().isEmpty() ? List.of(spec.name().value()) : parameters.cephxIds())
                        .stream()
                                .map(id -> new Grant(Grant.CEPHX, id, Grant.READ_WRITE))
                                .toList();
        };
    }

    private static Clients clients(
            VolumeSpec spec, ShareParameters parameters, Attributes attributes, DriverSettings settings) {
        var usual = settings.attachment() ? Clients.NONE : Clients.EVERYBODY;
        var clients = attributes.clients().or(parameters::clients).orElse(usual);
        checkOpen("volume " + spec.name(), clients, settings);
        return clients;
    }

    /// Warns of a share that everybody may mount, or refuses it.
    static void checkOpen(String what, Clients clients, DriverSettings settings) {
        clients.open().ifPresent(range -> {
            if (settings.refuseOpen()) {
                throw new Failure.Invalid(what + ": " + range + " lets everybody mount it, which --"
                        + ManilaOptions.REFUSE_OPEN + " refuses: list addresses under " + Clients.PARAMETER);
            }
            LOG.atWarn()
                    .addKeyValue("what", what)
                    .addKeyValue("clients", range)
                    .log("EVERYBODY who reaches the share's server may mount this share: list addresses under "
                            + Clients.PARAMETER + " of the class, or use --" + ManilaOptions.ATTACH_REQUIRED);
        });
    }

    private static Map<String, String> metadata(
            VolumeSpec spec, ShareParameters parameters, Attributes attributes, DriverSettings settings) {
        var metadata = new LinkedHashMap<>(parameters.metadata());
        metadata.putAll(attributes.metadata());
        metadata.putAll(parameters.claim());
        if (!settings.cluster().isEmpty()) {
            var other = metadata.putIfAbsent(ManilaNames.CLUSTER, settings.cluster());
            if (other != null && !other.equals(settings.cluster())) {
                LOG.atWarn()
                        .addKeyValue("cluster", other)
                        .log("the class writes another cluster into the share's metadata than --"
                                + ManilaOptions.CLUSTER + " says");
            }
        }
        spec.source().ifPresent(source -> {
            if (source instanceof ContentSource.FromVolume from) {
                metadata.put(CLONE_OF, from.volume().value());
            }
        });
        return metadata;
    }

    /// The share type.
    String type() {
        return attributes.type().orElse(parameters.type());
    }

    /// Whether the share is one that an earlier try of this request, or another process, may have
    /// made.
    boolean isOurs(Share share) {
        return share.name().equals(spec.name().value())
                && share.description().equals(ManilaNames.SHARE_DESCRIPTION)
                && Optional.ofNullable(share.metadata().get(ManilaNames.CLUSTER)).stream()
                        .allMatch(there -> there.equals(metadata.getOrDefault(ManilaNames.CLUSTER, there)));
    }

    /// The size that a share made of this source must have: the asked one, or the source's if that is
    /// larger.
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

    /// In what that share differs from this request; empty when it satisfies it. What the request
    /// leaves open, such as a share network that Manila chose, is no difference.
    List<String> differences(Share share, ShareProtocol protocol) {
        var found = new ArrayList<String>();
        if (!spec.capacity().contains(share.size())) {
            found.add("its size is " + share.size() + ", asked for is " + range());
        }
        compare(found, "protocol", share.protocol(), protocol.name());
        parameters
                .network()
                .ifPresent(wanted ->
                        compare(found, "share network", share.shareNetwork().orElse(NO_SOURCE), wanted));
        group.ifPresent(wanted -> compare(found, "share group", share.group().orElse(NO_SOURCE), wanted));
        if (!isOfType(share)) {
            compare(found, "type", share.typeName().orElse(NO_SOURCE), type());
        }
        if (!placement.allows(share.availabilityZone())) {
            compare(
                    found,
                    "availability zone",
                    share.availabilityZone().orElse(NO_SOURCE),
                    placement.zone().orElse(NO_SOURCE));
        }
        compare(found, "source", sourceOf(share), source());
        return found;
    }

    private static void compare(List<String> found, String what, String there, String wanted) {
        if (!there.equals(wanted)) {
            found.add("its " + what + " is " + there + ", asked for is " + wanted);
        }
    }

    private String source() {
        return spec.source()
                .map(source -> switch (source) {
                    case ContentSource.FromSnapshot from -> "snapshot " + from.snapshot();
                    case ContentSource.FromVolume from -> "volume " + from.volume();
                })
                .orElse(NO_SOURCE);
    }

    private static String sourceOf(Share share) {
        return Optional.ofNullable(share.metadata().get(CLONE_OF))
                .map(id -> "volume " + id)
                .or(() -> share.snapshot().map(id -> "snapshot " + id))
                .orElse(NO_SOURCE);
    }

    /// A type may be asked for by its name or its id. Without a word from the class Manila's own
    /// default may bear another name than `default`.
    private boolean isOfType(Share share) {
        var wanted = type();
        return share.typeName().stream().anyMatch(wanted::equals)
                || share.type().stream().anyMatch(wanted::equals)
                || (share.typeName().isEmpty() && !UUID.matcher(wanted).matches());
    }

    private String range() {
        var least = "at least " + size;
        return spec.capacity()
                .limit()
                .map(most -> least + " and at most " + most)
                .orElse(least);
    }
}
