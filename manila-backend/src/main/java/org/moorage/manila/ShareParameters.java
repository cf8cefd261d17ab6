package org.moorage.manila;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.moorage.api.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parameters of a StorageClass, with what the provisioner adds to them.
///
/// @param type         `type`: the name or id of the share type
/// @param network      `shareNetworkID`: the share network, where share servers are made
/// @param availability `availability`: the availability zone
/// @param autoTopology `autoTopology`: whether the zone comes from where the share is wanted
/// @param group        `groupID`: the share group that it is to be in
/// @param metadata     `appendShareMetadata`: what the user wants among the share's metadata
/// @param clients      `nfs-shareClient`: who may mount an NFS share; empty leaves it to the driver
/// @param cephxIds     `cephfs-clientID`: who may mount a CephFS share; empty is the share's own name
/// @param node         what the node's side wants to see, by its key in volume_context
/// @param hints        `affinity` and `antiAffinity`, by key, as written
/// @param claim        what the provisioner says of the claim, as it becomes the share's metadata
record ShareParameters(
        String type,
        Optional<String> network,
        Optional<String> availability,
        boolean autoTopology,
        Optional<String> group,
        Map<String, String> metadata,
        Optional<Clients> clients,
        List<String> cephxIds,
        Map<String, String> node,
        Map<String, String> hints,
        Map<String, String> claim) {
    /// The share type of a class that names none, as the Go driver has it.
    static final String DEFAULT_TYPE = "default";

    static final String TYPE = "type";
    static final String NETWORK = "shareNetworkID";
    static final String AVAILABILITY = "availability";
    static final String AUTO_TOPOLOGY = "autoTopology";
    static final String CEPHX_IDS = "cephfs-clientID";

    private static final String PROVISIONER = "csi.storage.k8s.io/";
    private static final Set<String> CLAIM =
            Set.of("csi.storage.k8s.io/pvc/name", "csi.storage.k8s.io/pvc/namespace", "csi.storage.k8s.io/pv/name");
    static final Set<String> KNOWN = Set.of(
            TYPE,
            NETWORK,
            AVAILABILITY,
            AUTO_TOPOLOGY,
            CEPHX_IDS,
            ShareMetadata.PARAMETER,
            Clients.PARAMETER,
            ContextKeys.GROUP_ID,
            ContextKeys.AFFINITY,
            ContextKeys.ANTI_AFFINITY,
            ContextKeys.CEPHFS_MOUNTER,
            ContextKeys.CEPHFS_KERNEL_OPTIONS,
            ContextKeys.CEPHFS_FUSE_OPTIONS,
            ContextKeys.NFS_ADDRESS,
            ContextKeys.SUBDIRECTORY,
            ContextKeys.PERMISSIONS,
            "protocol");
    private static final Logger LOG = LoggerFactory.getLogger(ShareParameters.class);

    /// Copies the collections.
    ShareParameters {
        metadata = Map.copyOf(metadata);
        cephxIds = List.copyOf(cephxIds);
        node = Map.copyOf(node);
        hints = Map.copyOf(hints);
        claim = Map.copyOf(claim);
    }

    /// Reads them. Unknown ones are named in the log and ignored, as the Go driver does.
    ///
    /// @throws Failure.Invalid one of them is malformed
    static ShareParameters of(Map<String, String> parameters) {
        parameters.keySet().stream()
                .filter(key -> !KNOWN.contains(key) && !key.startsWith(PROVISIONER))
                .forEach(key ->
                        LOG.atWarn().addKeyValue("parameter", key).log("unknown StorageClass parameter is ignored"));
        var texts = new ClassTexts("StorageClass parameter", parameters);
        var claim = new LinkedHashMap<String, String>();
        CLAIM.stream()
                .filter(key -> !parameters.getOrDefault(key, "").isEmpty())
                .forEach(key -> claim.put(key, parameters.get(key)));
        return new ShareParameters(
                texts.text(TYPE).orElse(DEFAULT_TYPE),
                texts.text(NETWORK),
                texts.text(AVAILABILITY),
                texts.flag(AUTO_TOPOLOGY),
                texts.text(ContextKeys.GROUP_ID),
                texts.text(ShareMetadata.PARAMETER).map(ShareMetadata::parse).orElse(Map.of()),
                texts.text(Clients.PARAMETER).map(Clients::parse),
                texts.text(CEPHX_IDS).map(ShareParameters::items).orElse(List.of()),
                NodeParameters.of(texts).context(),
                given(texts, ContextKeys.AFFINITY, ContextKeys.ANTI_AFFINITY),
                claim);
    }

    private static List<String> items(String text) {
        return List.of(text.split(",")).stream()
                .map(String::strip)
                .filter(item -> !item.isEmpty())
                .distinct()
                .toList();
    }

    private static Map<String, String> given(ClassTexts texts, String... keys) {
        var given = new LinkedHashMap<String, String>();
        for (var key : keys) {
            texts.text(key).ifPresent(text -> given.put(key, text));
        }
        return given;
    }
}
