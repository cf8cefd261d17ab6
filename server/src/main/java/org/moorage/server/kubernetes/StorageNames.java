package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.server.orphans.ClusterNames;
import org.moorage.server.orphans.NamingCluster;

/// What the objects of a Kubernetes cluster name: every text in its PersistentVolumes, whoever's they are, and in
/// its VolumeAttachments and contents of snapshots; and the uids of claims and VolumeSnapshots, which stand in the
/// names of what is made for them. The members of a group of snapshots have contents of their own.
///
/// @param api where to ask
public record StorageNames(KubernetesApi api) implements NamingCluster {
    private static final String SNAPSHOTS = "/apis/snapshot.storage.k8s.io/v1/";

    @Override
    public ClusterNames names(Deadline deadline) {
        var names = new ClusterNames();
        try {
            read("/api/v1/persistentvolumes", KubernetesApi.JSON, names, deadline);
            read("/api/v1/persistentvolumeclaims", KubernetesApi.METADATA_LIST, names, deadline);
            read("/apis/storage.k8s.io/v1/volumeattachments", KubernetesApi.JSON, names, deadline);
            if (!readIfThere(SNAPSHOTS + "volumesnapshotcontents", names, deadline)
                    || !readIfThere(SNAPSHOTS + "volumesnapshots", names, deadline)) {
                names.withoutSnapshots();
            }
            return names;
        } catch (KubernetesError error) {
            throw new Failure.Unavailable(
                    "read what the cluster names: " + error.getMessage()
                            + (error.denied()
                                    ? "; allow list of persistentvolumes, persistentvolumeclaims, volumeattachments,"
                                            + " volumesnapshots and volumesnapshotcontents to this account"
                                    : ""),
                    error);
        }
    }

    private boolean readIfThere(String path, ClusterNames names, Deadline deadline) {
        try {
            read(path, KubernetesApi.JSON, names, deadline);
            return true;
        } catch (KubernetesError error) {
            if (error.notFound()) {
                return false;
            }
            throw error;
        }
    }

    private void read(String path, String accept, ClusterNames names, Deadline deadline) {
        api.list(path, accept, deadline, object -> take(object, names));
    }

    private static void take(JsonNode node, ClusterNames names) {
        if (node.isTextual()) {
            names.add(node.textValue());
        }
        node.forEach(child -> take(child, names));
    }
}
