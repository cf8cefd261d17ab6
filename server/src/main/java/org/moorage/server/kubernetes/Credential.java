package org.moorage.server.kubernetes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.moorage.api.Secret;

/// Who the client is, beside its certificate: the value of the `Authorization` header.
@FunctionalInterface
interface Credential {
    /// Nobody in particular.
    Credential NONE = Optional::empty;

    /// The header's value now.
    Optional<Secret> authorization();

    /// A token that stays.
    static Credential token(String token) {
        var header = Optional.of(new Secret("Bearer " + token.strip()));
        return () -> header;
    }

    /// A token that is replaced in its file from time to time, hence read anew for each request.
    ///
    /// @throws KubernetesError for a request if the file cannot be read then
    static Credential tokenFile(Path file) {
        return () -> {
            try {
                return Optional.of(new Secret("Bearer " + Files.readString(file).strip()));
            } catch (IOException e) {
                throw KubernetesError.unanswered("the token in " + file + " cannot be read", e);
            }
        };
    }

    /// A name and a password.
    static Credential password(String name, String password) {
        var pair = (name + ":" + password).getBytes(StandardCharsets.UTF_8);
        var header = Optional.of(new Secret("Basic " + Base64.getEncoder().encodeToString(pair)));
        return () -> header;
    }
}
