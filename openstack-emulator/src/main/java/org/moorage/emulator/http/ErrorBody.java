package org.moorage.emulator.http;

import java.util.LinkedHashMap;

/// The error body that Cinder and Nova share: `{"itemNotFound": {"code": 404, "message": "…"}}`.
public final class ErrorBody {
    private ErrorBody() {}

    public static Answer of(Rejection rejection, String contentType) {
        if (rejection.isNoRoute()) {
            return Answer.text(404, rejection.text());
        }
        var fault = Json.object().put("code", rejection.status()).put("message", rejection.text());
        var retryAfter = rejection.headers().get("Retry-After");
        if (retryAfter != null) {
            fault.put("retryAfter", retryAfter);
        }
        var headers = new LinkedHashMap<>(rejection.headers());
        headers.put("Content-Type", contentType);
        var body = Json.object();
        body.set(name(rejection.status()), fault);
        return new Answer(rejection.status(), headers, Json.text(body));
    }

    private static String name(int status) {
        return switch (status) {
            case 400 -> "badRequest";
            case 401 -> "unauthorized";
            case 403 -> "forbidden";
            case 404 -> "itemNotFound";
            case 405 -> "badMethod";
            case 409 -> "conflictingRequest";
            case 413, 429 -> "overLimit";
            case 415 -> "badMediaType";
            case 501 -> "notImplemented";
            case 503 -> "serviceUnavailable";
            default -> "computeFault";
        };
    }
}
