package org.moorage.server.kubernetes;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.moorage.api.plugin.Refusal;
import org.moorage.tls.Contexts;

/// Where a cluster's API is, and how to get in.
///
/// @param server     its URL; what follows the host stays in front of every path
/// @param tls        whom to believe and who to be
/// @param credential what is sent with each request
public record ClusterAccess(URI server, SSLContext tls, Credential credential) {
    private static final Path ACCOUNT = Path.of("/var/run/secrets/kubernetes.io/serviceaccount");
    private static final String KUBECONFIG = "KUBECONFIG";

    /// The access that the settings speak of: a kubeconfig (the variable KUBECONFIG wins over the flag), else the
    /// server that `--master` names, else the account of this pod.
    ///
    /// @throws Refusal if there is none, or what is there cannot be used
    public static ClusterAccess find(ClusterSettings settings, Map<String, String> environment) {
        var file = Optional.ofNullable(environment.get(KUBECONFIG))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .or(settings::kubeconfig);
        if (file.isPresent()) {
            return new KubeConfig(file.get()).access(settings.master());
        }
        if (settings.master().isPresent()) {
            var server = url("--master", settings.master().get());
            return new ClusterAccess(server, Contexts.of(Optional.empty(), Optional.empty()), Credential.NONE);
        }
        return InCluster.access(ACCOUNT, environment);
    }

    /// Whether anything says where a cluster is. It may be wrong all the same.
    public static boolean isNamed(ClusterSettings settings, Map<String, String> environment) {
        return settings.master().isPresent()
                || settings.kubeconfig().isPresent()
                || environment.containsKey(KUBECONFIG)
                || (environment.containsKey(InCluster.HOST) && Files.exists(ACCOUNT.resolve(InCluster.TOKEN)));
    }

    /// The URL of a server.
    ///
    /// @param where what says it, for the message
    static URI url(String where, String text) {
        try {
            var url = URI.create(text.strip());
            if (url.getHost() != null && ("https".equals(url.getScheme()) || "http".equals(url.getScheme()))) {
                return url;
            }
        } catch (IllegalArgumentException _) {
            // The refusal below says it.
        }
        throw new Refusal(where + ": '" + text + "' is no URL of a Kubernetes API: write https://host:port");
    }
}
