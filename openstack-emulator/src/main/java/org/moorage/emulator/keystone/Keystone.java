package org.moorage.emulator.keystone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.http.Service;

/// Keystone v3 as Zed answers: versions, log-in, the token's data and the catalog. Takes every path that no other
/// service does.
public final class Keystone implements Service {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

    private static final String UNSCOPED =
            "Error authenticating with application credential: Application credentials cannot request a scope.";
    private static final String NO_ROUTE = "The requested URL was not found on the server.";

    private final Supplier<Accounts> accounts;
    private final Tokens tokens;
    private final Login login;
    private final Catalog catalog;
    private final String readerRole = Accounts.id();
    private final String memberRole = Accounts.id();
    private final Router router = new Router()
            .on("GET", "/", this::versions)
            .on("GET", "/v3", this::version)
            .on("POST", "/v3/auth/tokens", this::authenticate)
            .on("GET", "/v3/auth/tokens", this::show)
            .on("GET", "/v3/auth/catalog", this::catalog);

    public Keystone(Supplier<Accounts> accounts, Tokens tokens, List<String> regions) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.login = new Login(accounts, tokens);
        this.catalog = new Catalog(List.copyOf(regions), new ConcurrentHashMap<>());
    }

    @Override
    public String name() {
        return "identity";
    }

    @Override
    public String root() {
        return "";
    }

    @Override
    public Request narrow(Request request) {
        return request;
    }

    @Override
    public Optional<Router.Match> find(Request narrowed) {
        return router.find(narrowed.method(), narrowed.path());
    }

    @Override
    public Answer serve(Request narrowed, Optional<Router.Match> match) {
        var found = match.orElseThrow(() -> Rejection.notFound(NO_ROUTE));
        try {
            return found.route().handler().apply(narrowed).with("Vary", "X-Auth-Token");
        } catch (Rejection rejection) {
            throw rejection.status() == 401
                    ? rejection.with("WWW-Authenticate", "Keystone uri=\"" + narrowed.base() + "/v3\"")
                    : rejection;
        }
    }

    @Override
    public Answer dress(Rejection rejection) {
        return (rejection.text().equals(NO_ROUTE)
                        ? Answer.html(404, "<!doctype html>\n<title>404 Not Found</title>\n")
                        : errorBody(rejection))
                .with("Vary", "X-Auth-Token");
    }

    /// Keystone's error body, which its middleware in the other services sends too.
    public static Answer errorBody(Rejection rejection) {
        var body = Json.object();
        var error = body.putObject("error").put("code", rejection.status());
        if (rejection.text().equals(UNSCOPED)) {
            error.putObject("identity");
        }
        error.put("message", rejection.text()).put("title", title(rejection.status()));
        var headers = new LinkedHashMap<>(rejection.headers());
        headers.put("Content-Type", "application/json");
        return new Answer(rejection.status(), headers, Json.text(body));
    }

    private static String title(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 429 -> "Too Many Requests";
            case 503 -> "Service Unavailable";
            default -> "Error";
        };
    }

    /// The one refusal that says why.
    static Rejection unscoped() {
        return new Rejection(401, UNSCOPED);
    }

    private Answer versions(Request request) {
        var body = Json.object();
        body.putObject("versions").putArray("values").add(describe(request));
        return Answer.json(300, body).with("Location", request.base() + "/v3/");
    }

    private Answer version(Request request) {
        var body = Json.object();
        body.set("version", describe(request));
        return Answer.json(200, body);
    }

    private static ObjectNode describe(Request request) {
        var version = Json.object().put("id", "v3.14").put("status", "stable").put("updated", "2020-04-07T00:00:00Z");
        version.putArray("links").addObject().put("rel", "self").put("href", request.base() + "/v3/");
        version.putArray("media-types")
                .addObject()
                .put("base", "application/json")
                .put("type", "application/vnd.openstack.identity-v3+json");
        return version;
    }

    private Answer authenticate(Request request) {
        var token = login.login(request.json());
        return Answer.json(201, describe(token, request.base())).with("X-Subject-Token", token.value());
    }

    private Answer show(Request request) {
        tokens.require(request.headers());
        var subject = tokens.find(request.headers().getFirst("X-Subject-Token"))
                .orElseThrow(() -> Rejection.notFound("Could not recognize Fernet token"));
        return Answer.json(200, describe(subject, request.base())).with("X-Subject-Token", subject.value());
    }

    private Answer catalog(Request request) {
        tokens.require(request.headers());
        var body = Json.object();
        body.set("catalog", catalog.render(request.base(), accounts.get().projectId()));
        return Answer.json(200, body);
    }

    private ObjectNode describe(Token token, String base) {
        var body = Json.object();
        var shown = body.putObject("token");
        shown.putArray("methods").add(token.method().equals(Token.TRUST) ? Token.PASSWORD : token.method());
        var user = shown.putObject("user");
        user.set("domain", domain());
        user.put("id", token.user().id()).put("name", token.user().name()).putNull("password_expires_at");
        shown.putArray("audit_ids").add(Accounts.id().substring(0, 22));
        shown.put("expires_at", time(token.expires())).put("issued_at", time(token.issued()));
        var project = shown.putObject("project");
        project.set("domain", domain());
        project.put("id", accounts.get().projectId()).put("name", Accounts.PROJECT_NAME);
        shown.put("is_domain", false);
        var roles = shown.putArray("roles");
        roles.addObject().put("id", readerRole).put("name", "reader");
        roles.addObject().put("id", memberRole).put("name", "member");
        shown.set("catalog", catalog.render(base, accounts.get().projectId()));
        if (token.method().equals(Token.APPLICATION_CREDENTIAL)) {
            shown.putObject("application_credential")
                    .put("id", accounts.get().credential().id())
                    .put("name", accounts.get().credential().name())
                    .put("restricted", true);
        }
        if (token.method().equals(Token.TRUST)) {
            var trust =
                    shown.putObject("OS-TRUST:trust").put("id", accounts.get().trustId());
            trust.put("impersonation", false);
            trust.putObject("trustee_user").put("id", accounts.get().trustee().id());
            trust.putObject("trustor_user").put("id", accounts.get().user().id());
        }
        return body;
    }

    private static ObjectNode domain() {
        return Json.object().put("id", Accounts.DOMAIN_ID).put("name", Accounts.DOMAIN_NAME);
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }
}
