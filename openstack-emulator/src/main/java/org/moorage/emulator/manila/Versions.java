package org.moorage.emulator.manila;

import com.sun.net.httpserver.Headers;
import org.moorage.emulator.http.Answer;
import org.moorage.emulator.http.Microversion;
import org.moorage.emulator.http.Rejection;

/// The microversions Manila speaks. Unlike Cinder it heeds a header of its own alone, knows no `latest`, and refuses
/// with texts whose blanks nobody filled in.
///
/// @param max what an older cloud ends at
record Versions(Microversion max) {
    static final Microversion MIN = new Microversion(2, 0);
    private static final String HEADER = "X-OpenStack-Manila-API-Version";

    /// The version a request asks for; the lowest one when it names none.
    ///
    /// @throws Rejection 400 when malformed, 406 when not spoken
    Microversion choose(Headers headers) {
        var asked = headers.getFirst(HEADER);
        if (asked == null) {
            return MIN;
        }
        if (!asked.matches("[1-9]\\d*\\.(0|[1-9]\\d*)")) {
            throw Rejection.badRequest(
                    "API Version String %(version)s is of invalid format. Must be of format" + " MajorNum.MinorNum.");
        }
        var version = Microversion.parse(asked);
        if (version.compareTo(MIN) < 0 || version.compareTo(max) > 0) {
            throw tell(
                    new Rejection(
                            406,
                            "Version %(req_ver)s is not supported by the API. Minimum is %(min_ver)s and maximum is"
                                    + " %(max_ver)s."),
                    version);
        }
        return version;
    }

    /// The headers that name the version used.
    static Answer tell(Answer answer, Microversion version) {
        return answer.with(HEADER, version.toString()).with("Vary", HEADER);
    }

    static Rejection tell(Rejection rejection, Microversion version) {
        return rejection.with(HEADER, version.toString()).with("Vary", HEADER);
    }
}
