package org.moorage.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.function.Supplier;
import org.moorage.emulator.fault.Faults;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.ErrorBody;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;
import org.moorage.emulator.http.Service;
import org.moorage.emulator.log.RequestLog;

/// What a test of another process says to the emulator itself, below `/_emulator`: faults, request counts, and what is
/// left. No OpenStack has this; it takes no token, and neither faults nor the log touch it.
public final class Admin implements Service {
    private final Router router = new Router()
            .on("GET", "/faults", _ -> faults())
            .on("POST", "/faults", this::put)
            .on("DELETE", "/faults", _ -> heal())
            .on("DELETE", "/faults/{name}", this::remove)
            .on("GET", "/requests", _ -> counts())
            .on("DELETE", "/requests", _ -> forget())
            .on("GET", "/leftovers", _ -> leftovers())
            .on("DELETE", "/tokens", _ -> expire());
    private final Faults faults;
    private final RequestLog log;
    private final Supplier<JsonNode> leftovers;
    private final Runnable expireTokens;

    public Admin(Faults faults, RequestLog log, Supplier<JsonNode> leftovers, Runnable expireTokens) {
        this.faults = faults;
        this.log = log;
        this.leftovers = leftovers;
        this.expireTokens = expireTokens;
    }

    @Override
    public String name() {
        return "emulator";
    }

    @Override
    public String root() {
        return "/_emulator";
    }

    @Override
    public boolean emulated() {
        return false;
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
        var found = match.orElseThrow(() -> Rejection.notFound("The emulator has no " + narrowed.path()));
        return found.route().handler().apply(narrowed.with(found.parts()));
    }

    @Override
    public Answer dress(Rejection rejection) {
        return ErrorBody.of(rejection, "application/json");
    }

    private Answer faults() {
        var body = Json.object();
        var list = body.putArray("faults");
        faults.active().forEach(fault -> list.add(FaultForm.show(fault)));
        faults.happened().forEach(body.putObject("happened")::put);
        return Answer.json(200, body.put("hanging", faults.hangingOperations()));
    }

    private Answer put(Request request) {
        var fault = FaultForm.parse(request.json());
        faults.put(fault);
        return Answer.json(201, FaultForm.show(fault));
    }

    private Answer heal() {
        faults.heal();
        return Answer.empty(204);
    }

    private Answer remove(Request request) {
        faults.remove(request.part("name"));
        return Answer.empty(204);
    }

    private Answer counts() {
        var body = Json.object().put("total", log.size());
        var counts = body.putObject("counts");
        log.counts().forEach(counts::put);
        return Answer.json(200, body);
    }

    private Answer forget() {
        log.reset();
        return Answer.empty(204);
    }

    private Answer leftovers() {
        return Answer.json(200, leftovers.get());
    }

    private Answer expire() {
        expireTokens.run();
        return Answer.empty(204);
    }
}
