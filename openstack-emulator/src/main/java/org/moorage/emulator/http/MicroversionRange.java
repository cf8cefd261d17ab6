package org.moorage.emulator.http;

import com.sun.net.httpserver.Headers;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The microversions one service speaks, and how a request chooses among them.
///
/// @param service the word before the version in the header `OpenStack-API-Version`
/// @param ownHeader a second header that carries the version alone, as Nova has
public record MicroversionRange(String service, @Nullable String ownHeader, Microversion min, Microversion max) {
    private static final String HEADER = "OpenStack-API-Version";

    /// The version a request asks for; the lowest one when it names none or another service's.
    ///
    /// @throws Rejection 400 when malformed, 406 when not spoken
    public Microversion choose(Headers headers) {
        var asked = asked(headers);
        if (asked == null || asked.isEmpty()) {
            return min;
        }
        if (asked.equals("latest")) {
            return max;
        }
        var version = Microversion.parse(asked);
        if (version.compareTo(min) < 0 || version.compareTo(max) > 0) {
            var refused = new Rejection(
                    406,
                    "Version %s is not supported by the API. Minimum is %s and maximum is %s."
                            .formatted(version, min, max));
            throw ownHeader != null || version.major() >= min.major() ? tell(refused, version) : refused;
        }
        return version;
    }

    /// The headers that name the version used.
    public Answer tell(Answer answer, Microversion version) {
        var told = answer.with(HEADER, service + " " + version).with("Vary", HEADER);
        return ownHeader == null ? told : told.with(ownHeader, version.toString());
    }

    public Rejection tell(Rejection rejection, Microversion version) {
        var told = rejection.with(HEADER, service + " " + version).with("Vary", HEADER);
        return ownHeader == null ? told : told.with(ownHeader, version.toString());
    }

    private @Nullable String asked(Headers headers) {
        var value = headers.getFirst(HEADER);
        if (value == null) {
            return ownHeader == null ? null : headers.getFirst(ownHeader);
        }
        for (var part : value.split(",", -1)) {
            var words = part.strip().split("\\s+", 2);
            if (words[0].toLowerCase(Locale.ROOT).equals(service)) {
                return words.length == 1 ? "" : words[1].strip();
            }
        }
        return null;
    }
}
