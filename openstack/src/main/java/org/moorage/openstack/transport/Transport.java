package org.moorage.openstack.transport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.moorage.api.plugin.Meters;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.transport.Outcome.Answered;
import org.moorage.openstack.transport.Outcome.Failed;
import org.openstack4j.core.transport.Config;
import org.openstack4j.core.transport.HttpRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What all channels to one cloud share: connections, clock, meters, and the name we show. Safe for many
/// threads.
///
/// @param connector  sends openstack4j's requests
/// @param tls        whom to believe
/// @param clock      the time
/// @param meters     where measurements go
/// @param userAgent  what we call ourselves
/// @param backoff    how long to wait between tries
/// @param pauses     how to wait
public record Transport(
        Connector connector,
        SSLContext tls,
        InstantSource clock,
        Meters meters,
        String userAgent,
        Backoff backoff,
        Pauses pauses) {
    private static final Logger LOG = LoggerFactory.getLogger(Transport.class);

    /// The same with another patience.
    public Transport with(Backoff other) {
        return new Transport(connector, tls, clock, meters, userAgent, other, pauses);
    }

    /// openstack4j's configuration for a request that may take that long.
    Config config(Duration limit) {
        var millis = Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE);
        return Config.newConfig().withSSLContext(tls).withReadTimeout(millis);
    }

    /// Sends a request once, measures it, and says how it ended.
    Outcome exchange(String what, String operation, HttpRequest<?> request, Envelope envelope) {
        var begin = clock.instant();
        var outcome = exchange(what, request);
        if (outcome instanceof Failed failed) {
            if (failed.error().getCause() instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            outcome = masked(failed, envelope);
        }
        measure(operation, Duration.between(begin, clock.instant()), outcome);
        return outcome;
    }

    private Outcome exchange(String what, HttpRequest<?> request) {
        var verdicts = new Verdicts(clock);
        try {
            return verdicts.of(Answer.of(what, connector.execute(request)));
        } catch (ConnectionFailure e) {
            return verdicts.of(what, e);
        }
    }

    private void measure(String operation, Duration elapsed, Outcome outcome) {
        var labels = Map.of("request", operation);
        meters.time("openstack_api_request_duration_seconds", elapsed, labels);
        meters.count("openstack_api_requests_total", labels);
        var line = LOG.atDebug().addKeyValue("request", operation).addKeyValue("elapsed_ms", elapsed.toMillis());
        switch (outcome) {
            case Answered(var answer) -> {
                countAnswer(operation, answer.status());
                line.addKeyValue("code", answer.status())
                        .addKeyValue("openstack_request_id", answer.requestId().orElse(""))
                        .log("cloud call");
            }
            case Failed failed -> {
                meters.count("openstack_api_request_errors_total", labels);
                countAnswer(operation, failed.error().status());
                line.addKeyValue("code", failed.error().status())
                        .addKeyValue("failure", failed.error().getMessage())
                        .log("cloud call failed");
            }
        }
    }

    /// Beside the Go driver's counters, whose series must stay as they are.
    private void countAnswer(String operation, int status) {
        var code = status == 0 ? "none" : Integer.toString(status);
        meters.count("openstack_api_responses_total", Map.of("request", operation, "code", code));
    }

    /// A service may say back what it was sent; what was secret then stays so.
    private static Failed masked(Failed failed, Envelope envelope) {
        var error = failed.error();
        var message = envelope.masked(String.valueOf(error.getMessage()));
        var clean = new OpenStackError(
                error.kind(),
                error.status(),
                message,
                error.faultMessage().map(envelope::masked),
                error.retryAfter(),
                error.getCause());
        return new Failed(clean, failed.again(), failed.ill());
    }
}
