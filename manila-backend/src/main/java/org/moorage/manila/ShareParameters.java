package org.moorage.manila;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.config.Parameter;
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

    /// All that a StorageClass can say.
    static final List<Parameter> DECLARED = List.of(
            Parameter.typed(TYPE, DEFAULT_TYPE, "the name or id of the share type"),
            new Parameter("protocol", "taken from old classes, and does nothing: `--share-protocol-selector` decides"),
            new Parameter(
                    NETWORK,
                    "the share network, for types with share servers; what Manila chooses by itself is no "
                            + "difference to it"),
            new Parameter(AVAILABILITY, "the availability zone; wins over topology"),
            Parameter.typed(
                    AUTO_TOPOLOGY,
                    "false",
                    "with `--with-topology`: `true` takes the zone from where the volume is wanted, and "
                            + "binds it to that zone. A restore or a clone goes where its source is"),
            new Parameter(ContextKeys.GROUP_ID, "the share group"),
            new Parameter(
                    ShareMetadata.PARAMETER,
                    "entries of the share's metadata, a JSON object of texts: `{\"tier\": \"gold\"}`; those of "
                            + "claim and volume win"),
            new Parameter(
                    ContextKeys.AFFINITY,
                    "ids or names of shares, by commas or blanks, beside which Manila puts it (2.65); the "
                            + "[annotation](#annotations-of-claims) wins"),
            new Parameter(ContextKeys.ANTI_AFFINITY, "the same of shares away from which Manila puts it"),
            new Parameter(
                    Clients.PARAMETER,
                    "`0.0.0.0/0`; nobody with `--attach-required`",
                    "who may mount it: addresses and networks by commas, blanks around them do not count; "
                            + "new: `:ro` behind one for reading alone, and `none` for nobody"),
            new Parameter(
                    ContextKeys.NFS_ADDRESS,
                    "new: nodes use only export locations at this address or in this network; over the "
                            + "runtime configuration"),
            new Parameter(
                    CEPHX_IDS,
                    "the share's name",
                    "cephx ids by commas: each is granted (the Go driver grants the first)"),
            Parameter.typed(ContextKeys.CEPHFS_MOUNTER, "fuse", "`fuse` or `kernel`"),
            new Parameter(ContextKeys.CEPHFS_KERNEL_OPTIONS, "options of a mount by the kernel, by commas"),
            new Parameter(ContextKeys.CEPHFS_FUSE_OPTIONS, "options of a mount by FUSE, by commas"),
            new Parameter(
                    ContextKeys.SUBDIRECTORY,
                    "all of it",
                    "new: what of the share is the volume; made when it is not there"),
            new Parameter(
                    ContextKeys.PERMISSIONS,
                    "as they are",
                    "new: permissions of the volume's root, in octal digits: `0770`"));

    private static final Set<String> KNOWN =
            DECLARED.stream().map(Parameter::key).collect(Collectors.toUnmodifiableSet());
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
