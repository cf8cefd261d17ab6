package org.moorage.emulator.cinder;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.ErrorBody;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Microversion;
import org.moorage.emulator.http.MicroversionRange;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.http.Service;
import org.moorage.emulator.keystone.Keystone;
import org.moorage.emulator.keystone.Tokens;
import org.moorage.emulator.policy.Policies;

/// Cinder v3 as Zed answers, microversions 3.0 to 3.70.
public final class Cinder implements Service {
    /// The variable that is there when the path named the project.
    static final String PROJECT = "project";

    private static final Pattern PROJECT_FORM = Pattern.compile("[0-9a-f\\-]+");
    private static final String VERSION = "/v3";

    private final MicroversionRange versions =
            new MicroversionRange("volume", null, new Microversion(3, 0), new Microversion(3, 70));
    private final Router router = new Router();
    private final BlockStorage storage;
    private final Tokens tokens;
    private final String projectId;

    /// Serves what the storage knows.
    ///
    /// @param maxPage the largest page of a list
    public Cinder(
            BlockStorage storage, Tokens tokens, Policies policies, String projectId, String userId, int maxPage) {
        this.storage = storage;
        this.tokens = tokens;
        this.projectId = projectId;
        var store = storage.store;
        var views = new Views(store, storage.files, projectId, userId);
        router.on("GET", "/", request -> Answer.json(300, describe(request)));
        router.on("GET", VERSION, request -> Answer.json(200, describe(request)));
        new VolumeCalls(store, storage, policies, views, maxPage).addTo(router);
        new MetadataCalls(store, storage.timeline).addTo(router);
        new SnapshotCalls(store, storage.snapshots, views, maxPage).addTo(router);
        new BackupCalls(store, storage.backups, views, maxPage).addTo(router);
        new GroupCalls(store, storage.groups, views, storage.zones, maxPage).addTo(router);
        new AttachmentCalls(store, storage.attachments, views, maxPage).addTo(router);
        new TypeCalls(store, storage.zones, BlockStorage.DEFAULT_TYPE, policies).addTo(router);
        new QuotaCalls(store, storage.quota, projectId, policies).addTo(router);
        new PoolCalls(store, storage.zones, policies).addTo(router);
        new MessageCalls(store, views, maxPage).addTo(router);
    }

    @Override
    public String name() {
        return "volume";
    }

    @Override
    public String root() {
        return "/volume";
    }

    /// Takes off the version, and the project if the path names one: both ways are good.
    @Override
    public Request narrow(Request request) {
        if (!request.path().startsWith(VERSION + "/") || request.path().length() == VERSION.length() + 1) {
            return request;
        }
        var rest = request.path().substring(VERSION.length());
        var cut = rest.indexOf('/', 1);
        var first = cut < 0 ? rest.substring(1) : rest.substring(1, cut);
        return cut > 0 && PROJECT_FORM.matcher(first).matches()
                ? request.below(rest.substring(cut), request.base()).with(Map.of(PROJECT, first))
                : request.below(rest, request.base());
    }

    @Override
    public Optional<Router.Match> find(Request narrowed) {
        return router.find(narrowed.method(), narrowed.path());
    }

    @Override
    public Answer serve(Request narrowed, Optional<Router.Match> match) {
        var path = narrowed.path();
        if (path.isEmpty() || path.equals("/") || path.equals(VERSION) || path.equals(VERSION + "/")) {
            return versions.tell(found(match).handler().apply(narrowed), versions.min());
        }
        tokens.require(narrowed.headers());
        var version = versions.choose(narrowed.headers());
        var route = found(match);
        var named = narrowed.parts().get(PROJECT);
        try {
            if (named != null && !named.equals(projectId)) {
                throw Rejection.badRequest("Malformed request url");
            }
            var parts = new HashMap<>(narrowed.parts());
            parts.putAll(match.orElseThrow().parts());
            var request = narrowed.with(parts).at(version);
            return versions.tell(storage.timeline.locked(() -> route.handler().apply(request)), version);
        } catch (Rejection rejection) {
            throw versions.tell(rejection, version);
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

    /// What is answered to a deletion: nothing, as a page.
    static Answer accepted() {
        return new Answer(202, Map.of("Content-Type", "text/html; charset=UTF-8"), "");
    }

    /// Where a request's list is, for the link to its next page.
    static String address(Request request) {
        var project = request.parts().get(PROJECT);
        return request.base() + VERSION + (project == null ? "" : "/" + project) + request.path();
    }

    private static Router.Route found(Optional<Router.Match> match) {
        return match.orElseThrow(Rejection::noRoute).route();
    }

    private JsonNode describe(Request request) {
        var body = Json.object();
        var version = body.putArray("versions")
                .addObject()
                .put("id", "v3.0")
                .put("status", "CURRENT")
                .put("version", versions.max().toString())
                .put("min_version", versions.min().toString())
                .put("updated", "2022-08-31T00:00:00Z");
        var links = version.putArray("links");
        links.addObject().put("rel", "describedby").put("type", "text/html").put("href", "https://docs.openstack.org/");
        links.addObject().put("rel", "self").put("href", request.base() + "/v3/");
        version.putArray("media-types")
                .addObject()
                .put("base", "application/json")
                .put("type", "application/vnd.openstack.volume+json;version=3");
        return body;
    }
}
