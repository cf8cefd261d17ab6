package org.moorage.emulator.keystone;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// Who may log in: one user of one project, by password or by an application credential, and a trustee who may act in
/// that project by a trust. Ids and secrets are new for each cloud.
///
/// @param credentials those that are good, the newest last
public record Accounts(Login user, String projectId, List<Credential> credentials, Login trustee, String trustId) {
    public static final String DOMAIN_ID = "default";
    public static final String DOMAIN_NAME = "Default";
    public static final String PROJECT_NAME = "demo";
    private static final SecureRandom RANDOM = new SecureRandom();

    /// A user and the password.
    public record Login(String id, String name, String password) {
        @Override
        public String toString() {
            return "Login[" + name + ", ***]";
        }
    }

    /// An application credential of the user.
    public record Credential(String id, String name, String secret) {
        @Override
        public String toString() {
            return "Credential[" + name + ", ***]";
        }
    }

    public Accounts {
        credentials = List.copyOf(credentials);
    }

    public static Accounts random() {
        return new Accounts(
                new Login(id(), "demo", secret()),
                id(),
                List.of(new Credential(id(), "csi", secret())),
                new Login(id(), "trustee", secret()),
                id());
    }

    /// The newest application credential.
    public Credential credential() {
        return credentials.getLast();
    }

    /// The same with a further application credential.
    public Accounts withNewCredential() {
        var all = new ArrayList<>(credentials);
        all.add(new Credential(id(), "csi-" + (credentials.size() + 1), secret()));
        return new Accounts(user, projectId, all, trustee, trustId);
    }

    /// The same with the newest application credential alone.
    public Accounts withoutOldCredentials() {
        return new Accounts(user, projectId, List.of(credential()), trustee, trustId);
    }

    /// The same with another password of the user.
    public Accounts withPassword(String password) {
        return new Accounts(new Login(user.id(), user.name(), password), projectId, credentials, trustee, trustId);
    }

    /// An id as Keystone gives them: 32 hexadecimal digits.
    static String id() {
        return UUID.randomUUID().toString().replace("-", "");
    }

    static String secret() {
        var bytes = new byte[24];
        RANDOM.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
