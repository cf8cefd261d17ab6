package org.moorage.emulator.keystone;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Rejection;

/// Turns the body of POST /v3/auth/tokens into a token, by password, application credential, token or trust.
final class Login {
    private final Supplier<Accounts> accounts;
    private final Tokens tokens;

    Login(Supplier<Accounts> accounts, Tokens tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    Token login(JsonNode body) {
        var auth = expect(body, "auth", "request body");
        var identity = expect(auth, "identity", "auth");
        var method = expect(identity, "methods", "identity").path(0).asText();
        var how = expect(identity, method, "identity");
        var scope = auth.path("scope");
        return switch (method) {
            case Token.PASSWORD -> byPassword(expect(how, "user", "password"), scope);
            case Token.APPLICATION_CREDENTIAL -> byCredential(how, scope);
            case Token.TOKEN -> byToken(expect(how, "id", "token").asText(), scope);
            default -> throw Tokens.unauthorized();
        };
    }

    private Token byPassword(JsonNode user, JsonNode scope) {
        var login = user(user)
                .filter(one -> one.password().equals(user.path("password").asText()))
                .orElseThrow(Tokens::unauthorized);
        checkScope(login, scope);
        return tokens.issue(scope.has("OS-TRUST:trust") ? Token.TRUST : Token.PASSWORD, login, null);
    }

    private Token byCredential(JsonNode how, JsonNode scope) {
        var credential = how.has("id") ? credentialById(how) : credentialByName(how);
        if (!credential.secret().equals(how.path("secret").asText())) {
            throw Tokens.unauthorized();
        }
        if (!scope.isMissingNode()) {
            throw Keystone.unscoped();
        }
        return tokens.issue(Token.APPLICATION_CREDENTIAL, accounts.get().user(), null);
    }

    private Accounts.Credential credentialById(JsonNode how) {
        var id = how.path("id").asText();
        return accounts.get().credentials().stream()
                .filter(one -> one.id().equals(id))
                .findFirst()
                .orElseThrow(() -> Rejection.notFound("Could not find Application Credential: " + id + "."));
    }

    private Accounts.Credential credentialByName(JsonNode how) {
        var owned = user(expect(how, "user", "application_credential"))
                .filter(accounts.get().user()::equals);
        return accounts.get().credentials().stream()
                .filter(one -> owned.isPresent())
                .filter(one -> one.name().equals(how.path("name").asText()))
                .findFirst()
                .orElseThrow(Tokens::unauthorized);
    }

    private Token byToken(String value, JsonNode scope) {
        var old = tokens.find(value).orElseThrow(() -> Rejection.notFound("Could not recognize Fernet token"));
        if (!old.method().equals(Token.PASSWORD) && !old.method().equals(Token.TOKEN)) {
            throw new Rejection(
                    403,
                    "You are not authorized to perform the requested action:"
                            + " Using a delegated token to create another token is not allowed..");
        }
        checkScope(old.user(), scope);
        return tokens.issue(Token.TOKEN, old.user(), old);
    }

    private void checkScope(Accounts.Login login, JsonNode scope) {
        if (scope.has("OS-TRUST:trust")) {
            var trust = scope.path("OS-TRUST:trust").path("id").asText();
            if (!accounts.get().trustId().equals(trust)
                    || !accounts.get().trustee().equals(login)) {
                throw Tokens.unauthorized();
            }
        } else if (scope.has("project")) {
            if (!isProject(scope.path("project")) || !accounts.get().user().equals(login)) {
                throw Tokens.unauthorized();
            }
        } else if (scope.has("domain")) {
            throw Tokens.unauthorized();
        }
    }

    private boolean isProject(JsonNode project) {
        if (project.has("id")) {
            return accounts.get().projectId().equals(project.path("id").asText());
        }
        return Accounts.PROJECT_NAME.equals(project.path("name").asText())
                && isDomain(expect(project, "domain", "project"));
    }

    private Optional<Accounts.Login> user(JsonNode user) {
        if (user.has("id")) {
            return account(user.path("id").asText(), null);
        }
        return isDomain(expect(user, "domain", "user"))
                ? account(null, user.path("name").asText())
                : Optional.empty();
    }

    private Optional<Accounts.Login> account(@Nullable String id, @Nullable String name) {
        return Stream.of(accounts.get().user(), accounts.get().trustee())
                .filter(login -> login.id().equals(id) || login.name().equals(name))
                .findFirst();
    }

    private static boolean isDomain(JsonNode domain) {
        return Accounts.DOMAIN_ID.equals(domain.path("id").asText())
                || Accounts.DOMAIN_NAME.equals(domain.path("name").asText());
    }

    private static JsonNode expect(JsonNode node, String key, String where) {
        if (!node.hasNonNull(key)) {
            throw Rejection.badRequest("Expecting to find " + key + " in " + where
                    + ". The server could not comply with the request since it is either malformed or otherwise"
                    + " incorrect. The client is assumed to be in error.");
        }
        return node.path(key);
    }
}
