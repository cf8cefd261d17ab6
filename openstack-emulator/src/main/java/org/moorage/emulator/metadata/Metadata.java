package org.moorage.emulator.metadata;

import java.util.Optional;
import java.util.function.Supplier;
import org.moorage.emulator.cloud.Timeline;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.http.Service;
import org.moorage.emulator.nova.Compute;
import org.moorage.emulator.nova.Instance;

/// Instance metadata. A real cloud knows a server by its address; here one server is chosen for the well-known path,
/// and each has a path of its own.
public final class Metadata implements Service {
    private final String root;
    private final Router router = new Router();
    private final Timeline timeline;
    private final Compute compute;

    /// Serves the metadata of servers below one root.
    ///
    /// @param root `/openstack` for the chosen server, `/metadata` for any by its id
    public Metadata(String root, Timeline timeline, Compute compute, Supplier<String> chosen) {
        this.root = root;
        this.timeline = timeline;
        this.compute = compute;
        router.on("GET", "/latest/meta_data.json", _ -> describe(compute.require(chosen.get())));
        router.on(
                "GET",
                "/{server}/openstack/latest/meta_data.json",
                request -> describe(compute.require(request.part("server"))));
    }

    @Override
    public String name() {
        return "metadata";
    }

    @Override
    public String root() {
        return root;
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
        var found = match.orElseThrow(() -> Rejection.notFound("Not Found"));
        return timeline.locked(() -> found.route().handler().apply(narrowed.with(found.parts())));
    }

    @Override
    public Answer dress(Rejection rejection) {
        return Answer.text(rejection.status(), rejection.text());
    }

    private Answer describe(Instance server) {
        var body = Json.object()
                .put("uuid", server.id())
                .put("hostname", server.name() + ".novalocal")
                .put("name", server.name())
                .put("launch_index", 0)
                .put("availability_zone", server.zone());
        body.set("devices", compute.devices(server.id()));
        return Answer.json(200, body);
    }
}
