package org.moorage.openstack.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.StatusReport;
import org.moorage.openstack.config.SecretAccess;
import org.moorage.openstack.http.OpenStackError;

/// One session that many requests use, from the begin of its login on. The login runs on a thread of its own, so that
/// it outlives a caller that goes away; each waits for it until its own deadline. Safe for many threads.
final class SharedSession<C> implements AutoCloseable {
    /// How long a session stays without anybody using it.
    static final Duration IDLE = Duration.ofMinutes(10);

    private static final String TITLE = "the secret";
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(60);

    /// How long a refusal holds: Keystone counts wrong passwords, and locks accounts.
    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(5);

    /// How long files that were not changed count as such, since each request would look at them.
    private static final Duration LOOK_HOLDS = Duration.ofSeconds(5);

    private final SecretAccess access;
    private final Client client;
    private final InstantSource clock;
    private final CompletableFuture<Opened<C>> opened = new CompletableFuture<>();
    private volatile Instant lastUsed;
    private volatile Instant looked;
    private volatile Instant ended = Instant.MIN;

    /// What the login brought.
    private record Opened<C>(Cloud cloud, Session session, C kept) {}

    private SharedSession(SecretAccess access, Client client) {
        this.access = access;
        this.client = client;
        this.clock = client.clock();
        this.lastUsed = clock.instant();
        this.looked = lastUsed;
    }

    /// Begins to log in.
    static <C> SharedSession<C> begin(SecretAccess access, Client client, Function<Cloud, C> make) {
        var session = new SharedSession<C>(access, client);
        Thread.ofVirtual().name("login with a secret").start(() -> session.logIn(make));
        return session;
    }

    /// Takes note that somebody uses it.
    SharedSession<C> used() {
        lastUsed = clock.instant();
        return this;
    }

    /// Whether the next request may use it: it is logged in or about to be, on what its files say; or its login was
    /// refused only just now.
    boolean usable() {
        if (opened.isCompletedExceptionally()) {
            return clock.instant().isBefore(ended);
        }
        if (clock.instant().isBefore(looked.plus(LOOK_HOLDS))) {
            return true;
        }
        looked = clock.instant();
        return !access.outdated();
    }

    /// Whether nobody has used it for long.
    boolean idle() {
        return !clock.instant().isBefore(lastUsed.plus(IDLE));
    }

    /// What is kept beside the session, once it is logged in.
    ///
    /// @throws Failure.Invalid     the cloud lacks what is needed
    /// @throws Failure.Unavailable the login failed
    /// @throws Failure.Unfinished  the login did not end before the deadline
    C await(Deadline deadline) {
        try {
            return opened.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)
                    .kept();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new Failure.Unfinished("the caller went away while its cloud was logged in to");
        } catch (TimeoutException _) {
            throw new Failure.Unfinished("the login with the request's secrets did not end before the deadline");
        } catch (ExecutionException e) {
            throw switch (e.getCause()) {
                case OpenStackError error -> failure(error);
                case Refusal refusal -> new Failure.Invalid(String.join("; ", refusal.problems()));
                case null, default -> new IllegalStateException("the login with a request's secrets failed", e);
            };
        }
    }

    /// What is kept beside the session, if it is logged in.
    Optional<C> kept() {
        return loggedIn().map(Opened::kept);
    }

    /// How the session stands. A project's id is no secret, and the secrets have no name that is known here.
    StatusReport.Session status() {
        var project = loggedIn().flatMap(session -> session.cloud().project());
        var state = opened.isCompletedExceptionally() ? "the login failed" : "is being logged in to";
        return new StatusReport.Session(
                "secrets of requests" + project.map(id -> ", project " + id).orElse(""),
                loggedIn().map(_ -> "logged in").orElse(state),
                loggedIn().flatMap(session -> session.session().ends()));
    }

    private Optional<Opened<C>> loggedIn() {
        return opened.state() == Future.State.SUCCESS ? Optional.of(opened.resultNow()) : Optional.empty();
    }

    private void logIn(Function<Cloud, C> make) {
        try {
            var deadline = Deadline.after(LOGIN_LIMIT, clock);
            var connection = Connection.open(TITLE, access.access(), client.in(""), deadline);
            var cloud = new Cloud("", new Used(connection));
            opened.complete(new Opened<>(cloud, connection.session(), make.apply(cloud)));
        } catch (OpenStackError error) {
            if (Keystone.refuses(error)) {
                ended = clock.instant().plus(REFUSAL_HOLDS);
            }
            opened.completeExceptionally(error);
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    /// A failed login never is the end: an earlier call with the same secrets may have begun something, and Keystone
    /// may take them again.
    private Failure failure(OpenStackError error) {
        var problem = LoginRefusals.of(error, TITLE, access.access());
        return new Failure.Unavailable(String.join("; ", problem.problems()), error.retryAfter(), error);
    }

    /// Takes no more calls; those under way end by themselves. A login under way ends by itself, unused.
    @Override
    public void close() {
        var _ = opened.thenAccept(session -> session.cloud().close());
    }

    /// The session's connection, which takes note of each call.
    private final class Used implements Connections {
        private final Connection connection;

        Used(Connection connection) {
            this.connection = connection;
        }

        @Override
        public Connection current() {
            used();
            return connection;
        }

        @Override
        public Optional<Connection> insteadOf(Connection failed, Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public void close() {
            connection.close();
        }
    }
}
