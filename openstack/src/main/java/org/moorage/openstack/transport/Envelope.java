package org.moorage.openstack.transport;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Secret;

/// What goes along with a call, and what must not come back in a message.
///
/// @param token   the token, if the call carries one
/// @param headers further headers
/// @param hidden  secrets of the body, which a service might say back in its answer
public record Envelope(Optional<Secret> token, Map<String, String> headers, List<Secret> hidden) {
    /// Copies the collections.
    public Envelope {
        headers = Map.copyOf(headers);
        hidden = List.copyOf(hidden);
    }

    /// The text without what must be hidden.
    String masked(String text) {
        var masked = token.map(secret -> text.replace(secret.reveal(), "***")).orElse(text);
        for (var secret : hidden) {
            masked = secret.reveal().isEmpty() ? masked : masked.replace(secret.reveal(), "***");
        }
        return masked;
    }
}
