package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What is kept of a PersistentVolumeClaim.
///
/// @param uid         its uid
/// @param annotations its annotations for this driver
record Claim(String uid, Map<String, String> annotations) {
    /// Copies the map.
    Claim {
        annotations = Map.copyOf(annotations);
    }

    /// The claim's metadata, cut down to the annotations for that driver.
    static Claim of(JsonNode object, String driver) {
        var ours = new TreeMap<String, String>();
        object.at("/metadata/annotations").properties().forEach(pair -> {
            if (isFor(driver, pair.getKey())) {
                ours.put(pair.getKey(), pair.getValue().asText());
            }
        });
        return new Claim(object.at("/metadata/uid").asText(), ours);
    }

    /// An annotation is for a driver whose name it begins with, or that is called by a name below that: of several
    /// drivers of one kind, such as `nfs.manila.csi.openstack.org`, each heeds `manila.csi.openstack.org/affinity`.
    private static boolean isFor(String driver, String key) {
        var slash = key.indexOf('/');
        return slash > 0 && ("." + driver).endsWith("." + key.substring(0, slash));
    }

    /// Which claim a request is about.
    ///
    /// @param namespace its namespace
    /// @param name      its name
    record Key(String namespace, String name) {
        private static final String NAME = "csi.storage.k8s.io/pvc/name";
        private static final String NAMESPACE = "csi.storage.k8s.io/pvc/namespace";

        /// The claim that a request's parameters name; csi-provisioner adds it with `--extra-create-metadata`.
        static Optional<Key> of(Map<String, String> parameters) {
            var name = parameters.getOrDefault(NAME, "");
            var namespace = parameters.getOrDefault(NAMESPACE, "");
            return name.isEmpty() || namespace.isEmpty() ? Optional.empty() : Optional.of(new Key(namespace, name));
        }

        static Key of(JsonNode object) {
            return new Key(
                    object.at("/metadata/namespace").asText(),
                    object.at("/metadata/name").asText());
        }

        String path() {
            return "/api/v1/namespaces/" + part(namespace) + "/persistentvolumeclaims/" + part(name);
        }

        /// Where the events of its namespace are.
        String events() {
            return "/api/v1/namespaces/" + part(namespace) + "/events";
        }

        private static String part(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return namespace + "/" + name;
        }
    }
}
