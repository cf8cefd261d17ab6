package org.moorage.emulator.nova;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.regex.Pattern;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Json;
import org.moorage.emulator.http.Rejection;
import org.moorage.emulator.http.Request;
import org.moorage.emulator.http.Router;

/// The calls on the volumes of a server.
final class VolumeCalls {
    private static final String PATH = "/servers/{id}/os-volume_attachments";
    private static final String KEY = "volumeAttachment";
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{4}-?[0-9a-fA-F]{12}");
    private static final int TAG = 49;
    private static final int TAG_SHOWN = 70;
    private static final int DELETE_ON_TERMINATION = 79;
    private static final int BLOCK_DEVICE = 89;

    private final Compute compute;

    VolumeCalls(Compute compute) {
        this.compute = compute;
    }

    void addTo(Router router) {
        router.on("GET", PATH, this::list)
                .on("POST", PATH, this::attach)
                .on("GET", PATH + "/{volume}", this::show)
                .on("DELETE", PATH + "/{volume}", this::detach);
    }

    private Answer list(Request request) {
        var server = compute.require(request.part("id"));
        var body = Json.object();
        var list = body.putArray("volumeAttachments");
        compute.volumesOf(server.id()).forEach(one -> list.add(view(one, request)));
        return Answer.json(200, body);
    }

    private Answer show(Request request) {
        var server = compute.require(request.part("id"));
        return one(view(compute.requireAttached(server.id(), request.part("volume")), request));
    }

    private Answer attach(Request request) {
        var wanted = request.json().path(KEY);
        if (!wanted.isObject()) {
            throw Rejection.badRequest("'" + KEY + "' is a required property");
        }
        var volumeId = wanted.path("volumeId");
        if (volumeId.isMissingNode()) {
            throw invalid(KEY, wanted, "'volumeId' is a required property");
        }
        if (!UUID.matcher(volumeId.asText()).matches()) {
            throw invalid("volumeId", volumeId, Json.repr(volumeId) + " is not a 'uuid'");
        }
        var server = compute.require(request.part("id"));
        var tag = request.version().from(TAG) ? wanted.path("tag").textValue() : null;
        var attached = compute.attach(server.id(), volumeId.asText(), tag, request);
        var view = Json.object()
                .put("id", attached.volumeId())
                .put("serverId", attached.serverId())
                .put("volumeId", attached.volumeId())
                .put("device", attached.device());
        addLater(view, attached, request);
        return one(view);
    }

    private Answer detach(Request request) {
        var server = compute.require(request.part("id"));
        compute.detach(server.id(), request.part("volume"), request);
        return Answer.empty(202);
    }

    private static ObjectNode view(Attached one, Request request) {
        var view = Json.object();
        if (!request.version().from(BLOCK_DEVICE)) {
            view.put("id", one.volumeId());
        }
        view.put("serverId", one.serverId()).put("volumeId", one.volumeId()).put("device", one.device());
        addLater(view, one, request);
        if (request.version().from(BLOCK_DEVICE)) {
            view.put("attachment_id", one.attachmentId()).put("bdm_uuid", one.bdmId());
        }
        return view;
    }

    private static void addLater(ObjectNode view, Attached one, Request request) {
        if (request.version().from(TAG_SHOWN)) {
            view.put("tag", one.tag());
        }
        if (request.version().from(DELETE_ON_TERMINATION)) {
            view.put("delete_on_termination", one.deleteOnTermination());
        }
    }

    private static Answer one(JsonNode attachment) {
        var body = Json.object();
        body.set(KEY, attachment);
        return Answer.json(200, body);
    }

    private static Rejection invalid(String field, JsonNode value, String why) {
        return Rejection.badRequest(
                "Invalid input for field/attribute " + field + ". Value: " + Json.str(value) + ". " + why);
    }
}
