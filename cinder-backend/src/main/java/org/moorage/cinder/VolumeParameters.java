package org.moorage.cinder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.Parameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parameters of a StorageClass, with what the provisioner adds to them.
///
/// @param type         `type`: the name or id of the volume type; empty for Cinder's default
/// @param availability `availability`: the availability zone; wins over topology
/// @param metadata     `appendVolumeMetadata`: what the user wants among the volume's metadata
/// @param snapshots    `deleteWithSnapshots`: what becomes of the volume when it is deleted and has snapshots
/// @param claim        what the provisioner says of the claim, as it becomes the volume's metadata
record VolumeParameters(
        Optional<String> type,
        Optional<String> availability,
        Map<String, String> metadata,
        SnapshotPolicy snapshots,
        Map<String, String> claim) {
    static final String TYPE = "type";
    static final String AVAILABILITY = "availability";

    /// All that a StorageClass can say.
    static final List<Parameter> DECLARED = Stream.concat(
                    Stream.of(
                            new Parameter(TYPE, "the cloud's", "the name or id of the volume type"),
                            new Parameter(AVAILABILITY, "the availability zone; wins over topology"),
                            new Parameter(
                                    UserMetadata.PARAMETER,
                                    "entries of the volume's metadata, a JSON object of texts: `{\"tier\": \"gold\"}`"),
                            Parameter.typed(
                                    SnapshotPolicy.PARAMETER,
                                    SnapshotPolicy.REFUSE.text(),
                                    "new: what becomes of a volume that is deleted while there are snapshots of it: "
                                            + "`refuse`, which names them; `cascade`, which first deletes those that this cluster "
                                            + "took, and refuses when there are others; `defer`, which hides the volume and removes it "
                                            + "with the last of them. Kept in the volume's metadata as "
                                            + "`cinder.csi.openstack.org/delete-with-snapshots`")),
                    FormattingParameters.DECLARED.stream())
            .toList();

    private static final List<String> KNOWN =
            DECLARED.stream().map(Parameter::key).toList();

    private static final String PROVISIONER = "csi.storage.k8s.io/";
    private static final Logger LOG = LoggerFactory.getLogger(VolumeParameters.class);

    /// Copies the maps.
    VolumeParameters {
        metadata = Map.copyOf(metadata);
        claim = Map.copyOf(claim);
    }

    /// Reads them. Unknown ones are named in the log and ignored, as the Go driver does.
    ///
    /// @throws Failure.Invalid the metadata is malformed, or a value is none of those that there are
    static VolumeParameters of(Map<String, String> texts) {
        var claim = new HashMap<String, String>();
        texts.forEach((key, value) -> {
            switch (key) {
                case "csi.storage.k8s.io/pvc/name", "csi.storage.k8s.io/pvc/namespace", "csi.storage.k8s.io/pv/name" ->
                    claim.put(key, value);
                default -> {
                    if (!key.startsWith(PROVISIONER) && !KNOWN.contains(key)) {
                        LOG.atWarn().addKeyValue("parameter", key).log("unknown StorageClass parameter is ignored");
                    }
                }
            }
        });
        var policy =
                text(texts, SnapshotPolicy.PARAMETER).map(SnapshotPolicy::asked).orElse(SnapshotPolicy.REFUSE);
        return new VolumeParameters(
                text(texts, TYPE),
                text(texts, AVAILABILITY),
                UserMetadata.parse(texts.getOrDefault(UserMetadata.PARAMETER, "")),
                policy,
                claim);
    }

    private static Optional<String> text(Map<String, String> texts, String key) {
        return Optional.ofNullable(texts.get(key)).map(String::strip).filter(text -> !text.isEmpty());
    }
}
