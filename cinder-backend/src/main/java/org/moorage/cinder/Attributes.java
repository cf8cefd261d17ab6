package org.moorage.cinder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.Parameter;

/// The parameters of a VolumeAttributesClass: what may change of a volume that exists. What is not named stays
/// as it is.
///
/// @param type     `type`: the name or id of the volume type. The QoS of a volume is its type's, and changes
///     with it
/// @param move     `migration-policy`: whether Cinder may migrate the volume when its backend cannot change the
///     type where it is
/// @param metadata `appendVolumeMetadata`: entries of the volume's metadata
/// @param bootable `bootable`: whether servers may be started from it
/// @param readOnly `readonly`: whether Cinder hands it out for reading only
record Attributes(
        Optional<String> type,
        boolean move,
        Map<String, String> metadata,
        Optional<Boolean> bootable,
        Optional<Boolean> readOnly) {
    static final String TYPE = VolumeParameters.TYPE;
    static final String MIGRATION_POLICY = "migration-policy";
    static final String METADATA = UserMetadata.PARAMETER;
    static final String BOOTABLE = "bootable";
    static final String READ_ONLY = "readonly";

    /// All that a VolumeAttributesClass can say.
    static final List<Parameter> DECLARED = List.of(
            new Parameter(
                    TYPE,
                    "the name or id of the volume type. QoS specs belong to a type in Cinder: a volume gets "
                            + "others with another type"),
            Parameter.typed(
                    MIGRATION_POLICY,
                    "never",
                    "`never` or `on-demand`: whether Cinder may migrate the volume when its backend cannot "
                            + "change the type where it is, which takes as long as copying it"),
            new Parameter(METADATA, "as in a StorageClass; added to what is there"),
            new Parameter(BOOTABLE, "`true` or `false`: whether servers may be started from the volume"),
            new Parameter(
                    READ_ONLY,
                    "`true` or `false`: whether Cinder hands the volume out for reading only; it changes "
                            + "only while the volume is detached"));

    /// What the resizer and the provisioner add to say whose the volume is.
    private static final String SIDECAR = "csi.storage.k8s.io/";

    /// Copies the map.
    Attributes {
        metadata = Map.copyOf(metadata);
    }

    /// Reads them.
    ///
    /// @throws Failure.Invalid one is unknown or malformed: a class that asks for what is not given must not be
    ///     taken for fulfilled
    static Attributes of(Map<String, String> texts) {
        var given = new HashMap<>(texts);
        given.keySet().removeIf(key -> key.startsWith(SIDECAR));
        var attributes = new Attributes(
                take(given, TYPE, Attributes::text),
                take(given, MIGRATION_POLICY, Attributes::mayMove).orElse(false),
                take(given, METADATA, UserMetadata::parse).orElse(Map.of()),
                take(given, BOOTABLE, text -> flag(BOOTABLE, text)),
                take(given, READ_ONLY, text -> flag(READ_ONLY, text)));
        given.keySet().stream().sorted().findFirst().ifPresent(key -> {
            throw new Failure.Invalid("VolumeAttributesClass parameter '" + key + "' is unknown or cannot change: use "
                    + DECLARED.stream().map(Parameter::key).collect(Collectors.joining(", ")));
        });
        return attributes;
    }

    /// Of these, what the request that makes a volume cannot say.
    Attributes flags() {
        return new Attributes(Optional.empty(), false, Map.of(), bootable, readOnly);
    }

    private static <T> Optional<T> take(Map<String, String> given, String key, Function<String, T> read) {
        return Optional.ofNullable(given.remove(key)).map(read);
    }

    private static String text(String type) {
        if (type.isBlank()) {
            throw new Failure.Invalid("VolumeAttributesClass parameter 'type' is empty: name a volume type");
        }
        return type.strip();
    }

    private static boolean mayMove(String policy) {
        return switch (policy) {
            case "on-demand" -> true;
            case "never" -> false;
            default ->
                throw new Failure.Invalid("VolumeAttributesClass parameter 'migration-policy' is '" + policy
                        + "': use never or on-demand");
        };
    }

    private static boolean flag(String key, String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default ->
                throw new Failure.Invalid(
                        "VolumeAttributesClass parameter '" + key + "' is '" + text + "': use true or false");
        };
    }
}
