package org.moorage.openstack.config;

import java.util.Optional;
import org.moorage.api.Secret;

/// What Keystone is shown for a token: one of its ways to log in.
public sealed interface Credential {
    /// A user's password.
    record Password(User user, Secret password, Scope scope) implements Credential {}

    /// An application credential, by id, or by name of a user's; it is bound to its project.
    ///
    /// @param id     its id; without one, name and user say which it is
    /// @param name   its name
    /// @param user   whose it is; empty when there is an id
    /// @param secret its secret
    record ApplicationCredential(Optional<String> id, Optional<String> name, User user, Secret secret)
            implements Credential {}

    /// A token that somebody else fetched. It cannot be renewed once it has expired.
    record Token(Secret token, Scope scope) implements Credential {}

    /// A trust, used with the trustee's password.
    record Trust(String trustId, User trustee, Secret password) implements Credential {}
}
