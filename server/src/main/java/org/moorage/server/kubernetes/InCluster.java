package org.moorage.server.kubernetes;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.plugin.Refusal;
import org.moorage.tls.Contexts;

/// The account that Kubernetes gives a pod: a token that it replaces before it ends, and the certificates of the
/// API's CA ("Accessing the Kubernetes API from a Pod").
final class InCluster {
    static final String HOST = "KUBERNETES_SERVICE_HOST";
    static final String TOKEN = "token";
    private static final String PORT = "KUBERNETES_SERVICE_PORT";
    private static final String CA = "ca.crt";

    private InCluster() {}

    /// The access of the pod that this process runs in.
    ///
    /// @param account the folder where the account is mounted
    /// @throws Refusal if it runs in none, or the account is not mounted
    static ClusterAccess access(Path account, Map<String, String> environment) {
        var host = environment.get(HOST);
        var port = environment.get(PORT);
        if (host == null || host.isBlank() || port == null || port.isBlank()) {
            throw new Refusal("there is no Kubernetes API to ask: this process runs in no pod (" + HOST + " and " + PORT
                    + " are not set); give --kubeconfig=FILE");
        }
        var token = account.resolve(TOKEN);
        if (!Files.isReadable(token)) {
            throw new Refusal("the pod's account is not there: " + token
                    + " cannot be read; let the pod mount its service account, or give --kubeconfig=FILE");
        }
        var server = URI.create("https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
        var ca = account.resolve(CA);
        try {
            var trust = Contexts.trust(Files.readAllBytes(ca))
                    .orElseThrow(() -> new Refusal(ca + " holds no certificate of the Kubernetes API's CA"));
            return new ClusterAccess(
                    server, Contexts.of(Optional.empty(), Optional.of(trust)), Credential.tokenFile(token));
        } catch (IOException | GeneralSecurityException e) {
            throw new Refusal(ca + " holds no readable certificate of the Kubernetes API's CA: " + e.getMessage(), e);
        }
    }
}
