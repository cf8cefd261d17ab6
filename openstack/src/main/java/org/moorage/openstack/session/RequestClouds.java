package org.moorage.openstack.session;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.moorage.api.Deadline;
import org.moorage.api.Secrets;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.StatusReport;
import org.moorage.openstack.config.SecretAccess;

/// The clouds that the secrets of requests open: one session for all requests with the same secrets.
///
/// The first of them logs in for all. The session is kept, its token renewed, until nobody has used it for ten
/// minutes; a refused login is not tried again for a few seconds, whoever asks. When a file that the secrets name has
/// changed, the next request begins a session anew. Sessions are told apart by a digest of their secrets whose key
/// lives and dies with the process. Safe for many threads.
///
/// @param <C> what is kept beside each session: what is known about its cloud
public final class RequestClouds<C> implements AutoCloseable {
    private final Client client;
    private final Function<Cloud, C> make;
    private final Optional<C> own;
    private final SecretDigest digest = new SecretDigest();
    private final Map<String, SharedSession<C>> sessions = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    private RequestClouds(Client client, Optional<Cloud> own, Function<Cloud, C> make) {
        this.client = client;
        this.make = make;
        this.own = own.map(make);
    }

    /// Begins without any session.
    ///
    /// @param client who calls
    /// @param own    the cloud that serves requests without secrets, which the caller closes; empty for none
    /// @param make   makes what is kept beside each session; it must not call the cloud
    public static <C> RequestClouds<C> open(Client client, Optional<Cloud> own, Function<Cloud, C> make) {
        var clouds = new RequestClouds<>(client, own, make);
        Thread.ofVirtual().name("sessions of secrets").start(clouds::sweepAgainAndAgain);
        return clouds;
    }

    /// What is kept beside the cloud of these secrets, which is logged in to; of the driver's own cloud when they
    /// speak of none.
    ///
    /// @throws Failure.Invalid the secrets are not enough, contradict each other, or lead to a cloud without the
    ///     services that are needed; it lists every problem
    /// @throws Failure.Unavailable the cloud refuses the credentials, or cannot be reached
    /// @throws Failure.Unfinished  the login did not end before the deadline
    public C of(Secrets secrets, Deadline deadline) {
        if (!SecretAccess.among(secrets)) {
            return own.orElseThrow(() -> new Failure.Invalid("the request carries no OpenStack secrets, and the driver"
                    + " has no cloud of its own: name a secret with os-authURL and its like in the class, or start the"
                    + " driver with --cloud-config"));
        }
        return session(secrets).await(deadline);
    }

    /// What is kept beside the driver's own cloud, if it has one.
    public Optional<C> own() {
        return own;
    }

    /// How the sessions of secrets stand. Nothing of the secrets themselves is told.
    public List<StatusReport.Session> sessions() {
        return sessions.values().stream().map(SharedSession::status).toList();
    }

    /// What is kept beside the sessions that are logged in to, the driver's own cloud among them.
    public List<C> open() {
        return Stream.concat(own.stream(), sessions.values().stream().flatMap(session -> session.kept().stream()))
                .toList();
    }

    /// How many sessions are open.
    int size() {
        return sessions.size();
    }

    private SharedSession<C> session(Secrets secrets) {
        return sessions.compute(digest.of(secrets), (_, known) -> {
            if (known != null && known.usable()) {
                return known.used();
            }
            return SharedSession.begin(SecretAccess.read(secrets), client, make);
        });
    }

    private void sweepAgainAndAgain() {
        try {
            while (!closed.await(SharedSession.IDLE.dividedBy(10).toMillis(), TimeUnit.MILLISECONDS)) {
                sweep();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Ends the sessions that nobody has used for long.
    void sweep() {
        sessions.keySet()
                .forEach(key -> sessions.computeIfPresent(key, (_, session) -> {
                    if (!session.idle()) {
                        return session;
                    }
                    session.close();
                    return null;
                }));
    }

    /// Takes no more calls in the sessions of secrets; those under way end by themselves. A repeat does nothing.
    @Override
    public void close() {
        closed.countDown();
        sessions.values().forEach(SharedSession::close);
        sessions.clear();
    }
}
