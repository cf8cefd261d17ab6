package org.moorage.emulator.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// A request refused with a status and the service's words for it. Each service dresses it in its own body.
@SuppressWarnings("serial") // never serialised: it is an answer on its way out
public final class Rejection extends RuntimeException {
    /// What the services say when they have no better text for 400.
    public static final String MALFORMED =
            "The server could not comply with the request since it is either malformed or otherwise incorrect.";

    private static final String NO_ROUTE = "404 Not Found\n\nThe resource could not be found.\n\n   ";

    private final int status;
    private final Map<String, String> headers = new LinkedHashMap<>();

    public Rejection(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    public static Rejection badRequest(String message) {
        return new Rejection(400, message);
    }

    public static Rejection notFound(String message) {
        return new Rejection(404, message);
    }

    /// A path that no route of a service fits: answered with a plain page.
    public static Rejection noRoute() {
        return new Rejection(404, NO_ROUTE);
    }

    boolean isNoRoute() {
        return text().equals(NO_ROUTE);
    }

    /// A path that a service knows, but not in the microversion asked for.
    public static Rejection noSuchResource() {
        return new Rejection(404, "The resource could not be found.");
    }

    public Rejection with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public int status() {
        return status;
    }

    public String text() {
        return String.valueOf(getMessage());
    }

    public Map<String, String> headers() {
        return headers;
    }
}
