package org.moorage.openstack.sharedfilesystem;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.session.Client;
import org.moorage.openstack.session.RequestClouds;
import org.moorage.openstack.session.ServiceKind;
import org.moorage.openstack.testing.LoopbackServer;
import org.moorage.openstack.testing.LoopbackServer.Answer;
import org.moorage.openstack.testing.LoopbackServer.Reaction;
import org.moorage.openstack.testing.LoopbackServer.Request;
import org.moorage.openstack.testing.TestCloud;

/// A Manila that speaks up to some version and answers by heart, reached over HTTP through a session.
public final class ScriptedManila implements AutoCloseable {
    private static final String ROOT = "/share/v2";

    private final TestCloud cloud = new TestCloud();
    private final Map<String, Answer> answers = new ConcurrentHashMap<>();
    private final RequestClouds<SharedFileSystem> clouds;
    private volatile String versions;

    /// @param newest the newest version that it speaks, such as `2.73`
    public ScriptedManila(String newest) {
        versionsAre("{\"versions\": [{\"id\": \"v2.0\", \"version\": \"%s\", \"min_version\": \"2.0\"}]}"
                .formatted(newest));
        cloud.catalogIs(cloud.entry("sharev2", "RegionOne", "public", ROOT + "/p1"));
        cloud.serviceDoes(this::react);
        var clock = InstantSource.system();
        var client = new Client(clock, Meters.NONE, "test/1", Set.of(ServiceKind.SHARED_FILE_SYSTEM));
        clouds = RequestClouds.open(
                client, Optional.empty(), one -> new SharedFileSystem(one.sharedFileSystem(), clock));
    }

    /// What it says of its versions.
    public void versionsAre(String document) {
        versions = document;
    }

    /// What it answers to a method and the beginning of a path below the project, such as `GET /shares/detail`.
    public void answers(String request, int status, String body) {
        answers.put(request, LoopbackServer.answer(status, body));
    }

    /// The typed calls.
    public SharedFileSystem calls() {
        return clouds.of(
                Secrets.of(Map.of(
                        "os-authURL", cloud.url().toString(),
                        "os-userID", "u1",
                        "os-password", "canary-password",
                        "os-projectID", "p1")),
                soon());
    }

    /// A deadline that no test reaches.
    public static Deadline soon() {
        return Deadline.after(Duration.ofSeconds(20), InstantSource.system());
    }

    /// The requests to it, without those for its versions.
    public List<Request> requests() {
        return cloud.server().requests().stream()
                .filter(request -> request.target().startsWith(ROOT + "/p1/"))
                .toList();
    }

    /// The only request of that method and path below the project.
    public Request request(String method, String path) {
        return requests().stream()
                .filter(request ->
                        request.method().equals(method) && below(request).equals(path))
                .reduce((one, other) -> {
                    throw new AssertionError("twice: " + one + other);
                })
                .orElseThrow(() -> new AssertionError("not among " + requests()));
    }

    /// The version that a request asked for.
    public static String version(Request request) {
        return request.header("X-OpenStack-Manila-API-Version");
    }

    /// How often it was asked for its versions.
    public long questions() {
        return cloud.server().requests().stream()
                .filter(request -> request.target().equals(ROOT + "/"))
                .count();
    }

    private static String below(Request request) {
        return request.target().substring((ROOT + "/p1").length());
    }

    private Reaction react(Request request) {
        if (request.target().equals(ROOT + "/")) {
            return LoopbackServer.answer(200, versions);
        }
        var asked = request.method() + " " + below(request);
        return answers.entrySet().stream()
                .filter(answer -> asked.startsWith(answer.getKey()))
                .max((one, other) ->
                        Integer.compare(one.getKey().length(), other.getKey().length()))
                .<Reaction>map(Map.Entry::getValue)
                .orElseGet(
                        () -> LoopbackServer.answer(404, "{\"itemNotFound\": {\"code\": 404, \"message\": \"no\"}}"));
    }

    @Override
    public void close() {
        clouds.close();
        cloud.close();
    }
}
