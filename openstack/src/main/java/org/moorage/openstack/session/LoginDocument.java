package org.moorage.openstack.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Secret;
import org.moorage.openstack.config.Credential;
import org.moorage.openstack.config.Domain;
import org.moorage.openstack.config.Scope;
import org.moorage.openstack.config.User;

/// What Keystone is sent for a token (Identity API v3, `POST /v3/auth/tokens`): one shape for every kind of
/// credential. It holds secrets and lives only while it is sent.
final class LoginDocument {
    private static final String ID = "id";
    private static final String NAME = "name";
    private static final String DOMAIN = "domain";

    private LoginDocument() {}

    static Map<String, Object> of(Credential credential) {
        return switch (credential) {
            case Credential.Password password ->
                document(
                        "password",
                        Map.of("user", user(password.user(), password.password())),
                        scope(password.scope()));
            case Credential.Token token ->
                document("token", Map.of(ID, token.token().reveal()), scope(token.scope()));
            case Credential.ApplicationCredential application ->
                document("application_credential", application(application), Optional.empty());
            case Credential.Trust trust ->
                document(
                        "password",
                        Map.of("user", user(trust.trustee(), trust.password())),
                        Optional.of(Map.of("OS-TRUST:trust", Map.of(ID, trust.trustId()))));
        };
    }

    /// The secrets that the document holds.
    static List<Secret> secrets(Credential credential) {
        return List.of(
                switch (credential) {
                    case Credential.Password password -> password.password();
                    case Credential.Token token -> token.token();
                    case Credential.ApplicationCredential application -> application.secret();
                    case Credential.Trust trust -> trust.password();
                });
    }

    private static Map<String, Object> document(String method, Map<String, Object> proof, Optional<Object> scope) {
        var auth = new LinkedHashMap<String, Object>();
        auth.put("identity", Map.of("methods", List.of(method), method, proof));
        scope.ifPresent(value -> auth.put("scope", value));
        return Map.of("auth", auth);
    }

    private static Map<String, Object> user(User user, Secret password) {
        var proof = named(user.id(), user.name(), user.domain());
        proof.put("password", password.reveal());
        return proof;
    }

    private static Map<String, Object> application(Credential.ApplicationCredential credential) {
        var proof = new LinkedHashMap<String, Object>();
        credential.id().ifPresentOrElse(id -> proof.put(ID, id), () -> {
            proof.put(NAME, credential.name().orElse(""));
            var user = credential.user();
            proof.put("user", named(user.id(), user.name(), user.domain()));
        });
        proof.put("secret", credential.secret().reveal());
        return proof;
    }

    private static Optional<Object> scope(Scope scope) {
        return Optional.of(
                switch (scope) {
                    case Scope.Project project ->
                        Map.of("project", named(project.id(), project.name(), project.domain()));
                    case Scope.WholeDomain whole -> Map.of(DOMAIN, domain(whole.domain()));
                });
    }

    private static Map<String, Object> named(Optional<String> id, Optional<String> name, Domain domain) {
        var object = new LinkedHashMap<String, Object>();
        id.ifPresentOrElse(value -> object.put(ID, value), () -> {
            object.put(NAME, name.orElse(""));
            object.put(DOMAIN, domain(domain));
        });
        return object;
    }

    private static Map<String, Object> domain(Domain domain) {
        return domain.id().isPresent()
                ? Map.of(ID, domain.id().get())
                : Map.of(NAME, domain.name().orElse(""));
    }
}
