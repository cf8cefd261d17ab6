package org.moorage.emulator.keystone;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/// Who may log in: one user of one project, by password or by an application credential, and a trustee who may act in
/// that project by a trust. Ids and secrets are new for each cloud.
public record Accounts(Login user, String projectId, Credential credential, Login trustee, String trustId) {
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

    public static Accounts random() {
        return new Accounts(
                new Login(id(), "demo", secret()),
                id(),
                new Credential(id(), "csi", secret()),
                new Login(id(), "trustee", secret()),
                id());
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
