package org.moorage.emulator.nova;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.emulator.cloud.Timeline;
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

/// Nova v2.1 as Zed answers, microversions 2.1 to 2.93: servers, and the volumes attached to them.
public final class Nova implements Service {
    private static final String PROJECT = "project";
    private static final String VERSION = "/v2.1";
    private static final Pattern PROJECT_FORM = Pattern.compile("[0-9a-f]{32}");

    private final MicroversionRange versions = new MicroversionRange(
            "compute", "X-OpenStack-Nova-API-Version", new Microversion(2, 1), new Microversion(2, 93));
    private final Router router = new Router();
    private final Timeline timeline;
    private final Tokens tokens;

    public Nova(
            Compute compute, Timeline timeline, Tokens tokens, String projectId, String userId, List<String> zones) {
        this.timeline = timeline;
        this.tokens = tokens;
        router.on("GET", "/", request -> Answer.json(200, all(request)));
        router.on("GET", VERSION, request -> versions.tell(Answer.json(200, own(request)), versions.min()));
        new ServerCalls(compute, projectId, userId, zones).addTo(router);
        new VolumeCalls(compute).addTo(router);
    }

    @Override
    public String name() {
        return "compute";
    }

    @Override
    public String root() {
        return "/compute";
    }

    /// Takes off the version, and the project if the path names one.
    @Override
    public Request narrow(Request request) {
        if (!request.path().startsWith(VERSION + "/") || request.path().length() == VERSION.length() + 1) {
            return request;
        }
        var rest = request.path().substring(VERSION.length());
        var cut = rest.indexOf('/', 1);
        var first = cut < 0 ? "" : rest.substring(1, cut);
        return PROJECT_FORM.matcher(first).matches()
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
            return found(match).handler().apply(narrowed);
        }
        tokens.require(narrowed.headers());
        var version = versions.choose(narrowed.headers());
        var route = found(match);
        var parts = new HashMap<>(narrowed.parts());
        parts.putAll(match.orElseThrow().parts());
        var request = narrowed.with(parts).at(version);
        try {
            return versions.tell(timeline.locked(() -> route.handler().apply(request)), version);
        } catch (Rejection rejection) {
            throw versions.tell(rejection, version);
        }
    }

    @Override
    public Answer dress(Rejection rejection) {
        return rejection.status() == 401
                ? Keystone.errorBody(rejection)
                : ErrorBody.of(rejection, "application/json; charset=UTF-8");
    }

    /// Where something of this service is, for links.
    static String address(Request request, String path) {
        return request.base() + VERSION + project(request) + path;
    }

    static String bookmark(Request request, String path) {
        return request.base() + project(request) + path;
    }

    private static String project(Request request) {
        var project = request.parts().get(PROJECT);
        return project == null ? "" : "/" + project;
    }

    private static Router.Route found(Optional<Router.Match> match) {
        return match.orElseThrow(Rejection::noRoute).route();
    }

    private JsonNode all(Request request) {
        var body = Json.object();
        var list = body.putArray("versions");
        var old = list.addObject()
                .put("id", "v2.0")
                .put("status", "SUPPORTED")
                .put("version", "")
                .put("min_version", "")
                .put("updated", "2011-01-21T11:33:21Z");
        old.putArray("links").addObject().put("rel", "self").put("href", request.base() + "/v2/");
        var current = list.addObject();
        describe(current);
        current.putArray("links").addObject().put("rel", "self").put("href", request.base() + "/v2.1/");
        return body;
    }

    private JsonNode own(Request request) {
        var body = Json.object();
        var version = body.putObject("version");
        describe(version);
        var links = version.putArray("links");
        links.addObject().put("rel", "self").put("href", request.base() + "/v2.1/");
        links.addObject().put("rel", "describedby").put("type", "text/html").put("href", "http://docs.openstack.org/");
        version.putArray("media-types")
                .addObject()
                .put("base", "application/json")
                .put("type", "application/vnd.openstack.compute+json;version=2.1");
        return body;
    }

    private void describe(ObjectNode version) {
        version.put("id", "v2.1")
                .put("status", "CURRENT")
                .put("version", versions.max().toString())
                .put("min_version", versions.min().toString())
                .put("updated", "2013-07-23T11:33:21Z");
    }
}
