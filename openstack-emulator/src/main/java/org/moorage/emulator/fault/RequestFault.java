package org.moorage.emulator.fault;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// A fault that hits requests.
///
/// @param method the HTTP method, or `*` for any
/// @param pattern the route as the request log writes it (`/volumes/{id}`), or a path; `*` stands for any text
/// @param times how many requests it hits, after which it is spent
/// @param share which share of the requests that fit it hits, chosen by chance; 1 is each of them
public record RequestFault(String name, String method, String pattern, Effect effect, int times, double share)
        implements Fault {
    public RequestFault {
        Fault.requireTimes(times);
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share of the requests is above 0 and at most 1, not " + share);
        }
    }

    /// One that hits each request that fits.
    public RequestFault(String name, String method, String pattern, Effect effect, int times) {
        this(name, method, pattern, effect, times, 1);
    }

    /// Each such request waits that long.
    public static RequestFault latency(String method, String pattern, Duration time) {
        return once(method, pattern, new Effect.Delay(time)).times(ALWAYS);
    }

    /// The next such request is served after that was done.
    public static RequestFault meanwhile(String method, String pattern, Runnable deed) {
        return once(method, pattern, new Effect.Meanwhile(deed));
    }

    /// The next such request is answered with that status and not served.
    public static RequestFault status(String method, String pattern, int code) {
        return once(method, pattern, new Effect.Status(code, Optional.empty(), "Fault injected: " + code));
    }

    /// The next such request is answered 429 with `Retry-After`.
    public static RequestFault tooManyRequests(String method, String pattern, Duration retryAfter) {
        return once(method, pattern, new Effect.Status(429, Optional.of(retryAfter), "Too many requests."));
    }

    /// The next such request loses its connection before it is served.
    public static RequestFault dropBefore(String method, String pattern) {
        return once(method, pattern, new Effect.DropBefore());
    }

    /// The next such request is served, and its answer lost.
    public static RequestFault dropAfter(String method, String pattern) {
        return once(method, pattern, new Effect.DropAfter());
    }

    @Override
    public RequestFault named(String newName) {
        return new RequestFault(newName, method, pattern, effect, times, share);
    }

    @Override
    public RequestFault times(int count) {
        return new RequestFault(name, method, pattern, effect, count, share);
    }

    /// The same, hitting that share of the requests that fit, for ever.
    public RequestFault share(double part) {
        return new RequestFault(name, method, pattern, effect, ALWAYS, part);
    }

    boolean hits(String requestMethod, String route, String path) {
        return (method.equals("*") || method.equalsIgnoreCase(requestMethod)) && (like(route) || like(path));
    }

    private boolean like(String text) {
        var expression = new StringBuilder();
        for (var piece : pattern.split("\\*", -1)) {
            expression.append(expression.isEmpty() ? "" : ".*").append(Pattern.quote(piece));
        }
        return Pattern.matches(expression.toString(), text);
    }

    private static RequestFault once(String method, String pattern, Effect effect) {
        return new RequestFault(
                effect.getClass().getSimpleName() + " " + method + " " + pattern, method, pattern, effect, 1);
    }
}
