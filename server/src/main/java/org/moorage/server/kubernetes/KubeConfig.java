package org.moorage.server.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.moorage.api.plugin.Refusal;
import org.moorage.tls.Contexts;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A kubeconfig file: its current context ("Organizing Cluster Access Using kubeconfig Files"). Programs that log in
/// for the user are not run: a server has nobody to ask, and its image has no such programs.
final class KubeConfig {
    private final Path file;

    KubeConfig(Path file) {
        this.file = file;
    }

    /// The access of the current context.
    ///
    /// @param master a URL that counts instead of the cluster's own
    /// @throws Refusal if the file cannot be read or holds no access that can be used
    ClusterAccess access(Optional<String> master) {
        var root = root();
        var context = named(root, "contexts", "context", require(text(root, "current-context"), "current-context"));
        var cluster = named(root, "clusters", "cluster", require(text(context, "cluster"), "the context's cluster"));
        var user = text(context, "user")
                .map(name -> named(root, "users", "user", name))
                .orElse(Map.of());
        refuse(cluster, List.of("proxy-url", "tls-server-name"));
        refuse(user, List.of("exec", "auth-provider", "as", "act-as"));
        var server = master.map(text -> ClusterAccess.url("--master", text))
                .orElseGet(() -> ClusterAccess.url(
                        file + ": the cluster's server", require(text(cluster, "server"), "the cluster's server")));
        return new ClusterAccess(server, Contexts.of(keys(user), trust(cluster)), credential(user));
    }

    private Map<?, ?> root() {
        try {
            var loaded = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
            if (loaded instanceof Map<?, ?> root) {
                return root;
            }
        } catch (NoSuchFileException e) {
            throw new Refusal("kubeconfig " + file + ": there is no such file: correct the path", e);
        } catch (IOException e) {
            throw new Refusal("kubeconfig " + file + " cannot be read: " + e.getMessage(), e);
        } catch (YamlEngineException e) {
            // The library's own message quotes the text, which holds secrets.
            throw new Refusal("kubeconfig " + file + " is no YAML", null);
        }
        throw new Refusal("kubeconfig " + file + " holds no kubeconfig");
    }

    private Map<?, ?> named(Map<?, ?> root, String list, String part, String name) {
        if (root.get(list) instanceof List<?> entries) {
            return entries.stream()
                    .flatMap(entry -> entry instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty())
                    .filter(entry -> name.equals(entry.get("name")))
                    .flatMap(entry -> entry.get(part) instanceof Map<?, ?> map ? Stream.of(map) : Stream.empty())
                    .findFirst()
                    .orElseThrow(() -> new Refusal("kubeconfig " + file + ": there is no '" + name + "' in " + list));
        }
        throw new Refusal("kubeconfig " + file + ": there is no '" + name + "' in " + list);
    }

    private void refuse(Map<?, ?> part, List<String> unsupported) {
        unsupported.stream().filter(part::containsKey).findFirst().ifPresent(key -> {
            throw new Refusal("kubeconfig " + file + ": '" + key + "' is not supported here; use a context with a"
                    + " token, a tokenFile or a client certificate, such as a service account's");
        });
    }

    private Optional<TrustManager[]> trust(Map<?, ?> cluster) {
        if (Boolean.TRUE.equals(cluster.get("insecure-skip-tls-verify"))) {
            return Optional.of(Contexts.anyone());
        }
        return content(cluster, "certificate-authority").map(pem -> {
            try {
                return Contexts.trust(pem)
                        .orElseThrow(() ->
                                new Refusal("kubeconfig " + file + ": certificate-authority holds no certificate"));
            } catch (GeneralSecurityException e) {
                throw new Refusal(
                        "kubeconfig " + file + ": certificate-authority holds no readable certificate: "
                                + e.getMessage(),
                        e);
            }
        });
    }

    private Optional<KeyManager[]> keys(Map<?, ?> user) {
        var certificate = content(user, "client-certificate");
        var key = content(user, "client-key");
        if (certificate.isEmpty() && key.isEmpty()) {
            return Optional.empty();
        }
        var what = "kubeconfig " + file + ": client-certificate and client-key ";
        if (certificate.isEmpty() || key.isEmpty()) {
            throw new Refusal(what + "belong together, and one of them is missing");
        }
        try {
            var keys = Contexts.identity(certificate.get(), key.get());
            if (keys.isEmpty()) {
                throw new Refusal(what + "hold no certificate");
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new Refusal(what + "make no client certificate: " + e.getMessage(), e);
        }
    }

    private Credential credential(Map<?, ?> user) {
        var tokenFile = text(user, "tokenFile").map(this::resolved);
        if (tokenFile.isPresent()) {
            return Credential.tokenFile(tokenFile.get());
        }
        return text(user, "token")
                .map(Credential::token)
                .or(() -> text(user, "username")
                        .map(name ->
                                Credential.password(name, text(user, "password").orElse(""))))
                .orElse(Credential.NONE);
    }

    /// What is written into the file under `key-data`, or lies in the file that `key` names; the former wins.
    private Optional<byte[]> content(Map<?, ?> part, String key) {
        var data = text(part, key + "-data");
        if (data.isPresent()) {
            try {
                return Optional.of(Base64.getMimeDecoder().decode(data.get().getBytes(StandardCharsets.US_ASCII)));
            } catch (IllegalArgumentException e) {
                throw new Refusal("kubeconfig " + file + ": " + key + "-data is not base64", null);
            }
        }
        return text(part, key).map(this::resolved).map(path -> {
            try {
                return Files.readAllBytes(path);
            } catch (IOException e) {
                throw new Refusal("kubeconfig " + file + ": " + key + " " + path + " cannot be read", e);
            }
        });
    }

    private Path resolved(String path) {
        return file.toAbsolutePath().resolveSibling(path);
    }

    private static Optional<String> text(Map<?, ?> part, String key) {
        return part.get(key) instanceof String text && !text.isBlank() ? Optional.of(text) : Optional.empty();
    }

    private String require(Optional<String> text, String what) {
        return text.orElseThrow(() -> new Refusal("kubeconfig " + file + ": " + what + " is missing"));
    }
}
