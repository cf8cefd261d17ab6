package org.moorage.manila;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.Parameter;

/// What a VolumeAttributesClass says of a share; what is absent stays as it is.
///
/// @param type     `type`: the share type
/// @param metadata `appendShareMetadata`: entries of its metadata
/// @param clients  `nfs-shareClient`: who may mount it, and nobody else
record Attributes(Optional<String> type, Map<String, String> metadata, Optional<Clients> clients) {
    /// All that a VolumeAttributesClass can say.
    static final List<Parameter> DECLARED = List.of(
            new Parameter(
                    Clients.PARAMETER,
                    "as in a StorageClass, and whole: who is not on the list loses access, whoever granted "
                            + "it. New clients are granted before others lose theirs, and one that stays is not cut "
                            + "off; one whose level changes is, for a moment. What nodes were granted by their "
                            + "attachment stays"),
            new Parameter(ShareMetadata.PARAMETER, "added to what is there"),
            new Parameter(
                    ShareParameters.TYPE,
                    "INVALID_ARGUMENT unless the share is of that type: Manila gives it another only as an "
                            + "administrator migrates it"));

    /// What the resizer adds.
    private static final String ORCHESTRATOR = "csi.storage.k8s.io/";

    /// What the metadata that we go by ourselves begins with.
    private static final List<String> OWN = List.of(ORCHESTRATOR, "manila.csi.openstack.org/");

    /// Copies the metadata.
    Attributes {
        metadata = Map.copyOf(metadata);
    }

    /// Reads the parameters.
    ///
    /// @throws Failure.Invalid one is unknown, malformed, or none of this protocol's
    static Attributes of(Map<String, String> parameters, ShareProtocol protocol) {
        var given = new HashMap<>(parameters);
        given.keySet().removeIf(key -> key.startsWith(ORCHESTRATOR));
        var attributes = new Attributes(
                take(given, ShareParameters.TYPE, Attributes::text),
                take(given, ShareMetadata.PARAMETER, ShareMetadata::parse).orElse(Map.of()),
                take(given, Clients.PARAMETER, Clients::parse));
        given.keySet().stream().sorted().findFirst().ifPresent(key -> {
            throw new Failure.Invalid("VolumeAttributesClass parameter '" + key + "' is unknown or cannot change: use "
                    + DECLARED.stream().map(Parameter::key).collect(Collectors.joining(", ")));
        });
        attributes.metadata().keySet().stream()
                .filter(key -> OWN.stream().anyMatch(key::startsWith))
                .sorted()
                .findFirst()
                .ifPresent(key -> {
                    throw new Failure.Invalid("VolumeAttributesClass parameter '" + ShareMetadata.PARAMETER
                            + "' names the key " + key + ", by which the driver knows its shares: leave it out");
                });
        if (protocol == ShareProtocol.CEPHFS && attributes.clients().isPresent()) {
            throw new Failure.Invalid("VolumeAttributesClass parameter '" + Clients.PARAMETER
                    + "' is for NFS, and this driver's shares speak CephFS");
        }
        return attributes;
    }

    private static <T> Optional<T> take(Map<String, String> given, String key, Function<String, T> read) {
        return Optional.ofNullable(given.remove(key)).map(read);
    }

    private static String text(String type) {
        if (type.isBlank()) {
            throw new Failure.Invalid("VolumeAttributesClass parameter 'type' is empty: name a share type");
        }
        return type.strip();
    }
}
