package org.moorage.emulator.manila;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.ErrorBody;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Microversion;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.http.Service;
import org.moorage.emulator.keystone.Keystone;
import org.moorage.emulator.keystone.Tokens;
import org.moorage.emulator.policy.Policies;

/// Manila v2 as Zed answers, microversions 2.0 to 2.73.
public final class Manila implements Service {
    /// The variable that is there when the path named the project.
    static final String PROJECT = "project";

    private static final Pattern PROJECT_FORM = Pattern.compile("[0-9a-f\\-]+");
    private static final String VERSION = "/v2";

    private final Router router = new Router();
    private final Versions versions;
    private final SharedFileSystem storage;
    private final Tokens tokens;
    private final String projectId;

    /// Serves what the storage knows.
    ///
    /// @param max     the highest microversion; older clouds have lower ones
    /// @param maxPage the largest page of a list
    public Manila(
            SharedFileSystem storage,
            Tokens tokens,
            Policies policies,
            String projectId,
            String userId,
            Microversion max,
            int maxPage) {
        this.storage = storage;
        this.tokens = tokens;
        this.projectId = projectId;
        this.versions = new Versions(max);
        var store = storage.store;
        var views = new Views(store, policies, projectId, userId);
        var access = new AccessViews(store, policies);
        var lists = new Lists(maxPage);
        router.on("GET", "/", request -> Answer.json(300, describeAll(request)));
        router.on("GET", VERSION, request -> Answer.json(200, describe(request)));
        new ShareCalls(store, storage.lives, views, lists, policies, storage.pools).addTo(router);
        new ShareActions(store, storage.lives, access, policies).addTo(router);
        new AccessCalls(store, access).addTo(router);
        new ExportCalls(store, access).addTo(router);
        new SnapshotCalls(store, storage.lives.snapshots(), views, lists, policies).addTo(router);
        var groupViews = new GroupViews(projectId);
        new GroupCalls(store, storage.lives.groups(), groupViews, lists, storage.pools).addTo(router);
        new GroupSnapshotCalls(store, storage.lives.groups(), groupViews, lists).addTo(router);
        new MetadataCalls(store).addTo(router);
        new TypeCalls(store, views, storage.pools).addTo(router);
        new QuotaCalls(store, storage.quota, projectId, policies).addTo(router);
        new PoolCalls(storage.pools, policies).addTo(router);
        new MessageCalls(store, views, lists).addTo(router);
    }

    @Override
    public String name() {
        return "share";
    }

    @Override
    public String root() {
        return "/share";
    }

    /// Takes off the version, and the project if the path names one: both ways are good.
    @Override
    public Request narrow(Request request) {
        if (!request.path().startsWith(VERSION + "/") || request.path().length() == VERSION.length() + 1) {
            return request;
        }
        var rest = request.path().substring(VERSION.length());
        var cut = rest.indexOf('/', 1);
        if (cut < 0
                || !PROJECT_FORM.matcher(rest.substring(1, cut)).matches()
                || router.find(request.method(), rest).isPresent()
                || router.find(request.method(), rest.substring(cut)).isEmpty()) {
            return request.below(rest, request.base());
        }
        return request.below(rest.substring(cut), request.base()).with(Map.of(PROJECT, rest.substring(1, cut)));
    }

    @Override
    public Optional<Router.Match> find(Request narrowed) {
        return router.find(narrowed.method(), narrowed.path());
    }

    @Override
    public Answer serve(Request narrowed, Optional<Router.Match> match) {
        var path = narrowed.path();
        if (path.isEmpty() || path.equals("/")) {
            return Answer.json(300, describeAll(narrowed));
        }
        tokens.require(narrowed.headers());
        if (match.isEmpty()) {
            throw Rejection.noRoute();
        }
        if (path.equals(VERSION)) {
            return Answer.text(302, "").with("Location", narrowed.base() + VERSION + "/");
        }
        var version = versions.choose(narrowed.headers());
        try {
            var named = narrowed.parts().get(PROJECT);
            if (named != null && !named.equals(projectId)) {
                throw Rejection.badRequest("Malformed request url");
            }
            var parts = new HashMap<>(narrowed.parts());
            parts.putAll(match.get().parts());
            var request = narrowed.with(parts).at(version);
            return Versions.tell(
                    storage.timeline.locked(() -> match.get().route().handler().apply(request)), version);
        } catch (Rejection rejection) {
            throw Versions.tell(rejection, version);
        }
    }

    @Override
    public Answer dress(Rejection rejection) {
        return rejection.status() == 401 ? Keystone.errorBody(rejection) : ErrorBody.of(rejection, "application/json");
    }

    /// A route that is there from a microversion on.
    static Function<Request, Answer> since(int minor, Function<Request, Answer> handler) {
        return request -> {
            if (!request.version().from(minor)) {
                throw Rejection.noSuchResource();
            }
            return handler.apply(request);
        };
    }

    /// A route of the time before that microversion.
    static Function<Request, Answer> until(int minor, Function<Request, Answer> handler) {
        return request -> {
            if (request.version().from(minor)) {
                throw Rejection.noSuchResource();
            }
            return handler.apply(request);
        };
    }

    /// What is answered to a request whose work goes on: nothing, as a page.
    static Answer accepted() {
        return new Answer(202, Map.of("Content-Type", "text/html; charset=UTF-8"), "");
    }

    /// What a request without what it needs makes of Manila.
    static Rejection broken() {
        return new Rejection(500, "The server has either erred or is incapable of performing the requested operation.");
    }

    static Rejection unprocessable() {
        return new Rejection(422, "Unable to process the contained instructions");
    }

    /// Lets pass what the policy allows.
    ///
    /// @throws Rejection 403 in Manila's words
    static void require(Policies policies, String rule) {
        if (!policies.allows(rule)) {
            throw new Rejection(403, "Access was denied to this resource.");
        }
    }

    /// Where a request's list is, for the link to its next page.
    static String address(Request request, String collection) {
        var project = request.parts().get(PROJECT);
        return request.base() + VERSION + (project == null ? "" : "/" + project) + "/" + collection;
    }

    private JsonNode describeAll(Request request) {
        var body = Json.object();
        var list = body.putArray("versions");
        list.add(version(request, "v1.0", "DEPRECATED", "", "", "/v1/"));
        list.add(current(request));
        return body;
    }

    private JsonNode describe(Request request) {
        var body = Json.object();
        body.putArray("versions").add(current(request));
        return body;
    }

    private JsonNode current(Request request) {
        return version(request, "v2.0", "CURRENT", versions.max().toString(), Versions.MIN.toString(), VERSION + "/");
    }

    private static JsonNode version(Request request, String id, String status, String max, String min, String path) {
        var version = Json.object()
                .put("id", id)
                .put("status", status)
                .put("version", max)
                .put("min_version", min)
                .put("updated", "2015-08-27T11:33:21Z");
        ArrayNode links = version.putArray("links");
        links.addObject().put("rel", "describedby").put("type", "text/html").put("href", "http://docs.openstack.org/");
        links.addObject().put("rel", "self").put("href", request.base() + path);
        version.putArray("media-types")
                .addObject()
                .put("base", "application/json")
                .put("type", "application/vnd.openstack.share+json;version=1");
        return version;
    }
}
