package org.moorage.openstack.session;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.StatusReport;
import org.moorage.openstack.config.CloudRevision;
import org.moorage.openstack.config.ConfigurationFiles;
import org.moorage.openstack.http.OpenStackError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one cloud connected while its configuration changes.
///
/// A changed configuration is tried, by a login and a look for the services, and then put in the place of the old one;
/// calls under way end on the old one. One that does not work out leaves the old one in use. The files are looked at
/// every few seconds, and at once for a call that was refused or did not reach the cloud. Safe for many threads.
final class Upkeep implements Connections {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    /// 1 while what the files say is in use, 0 while it is refused or the cloud was never reached; label `cloud`.
    static final String IN_USE = "moorage_configuration_in_use";

    /// When the configuration in use was taken up, in seconds since 1970; label `cloud`.
    static final String TAKEN_UP = "moorage_configuration_taken_up_timestamp_seconds";

    private static final Duration TRIAL_LIMIT = Duration.ofSeconds(20);

    private final String name;
    private final String title;
    private final ConfigurationFiles files;
    private final Client client;
    private final Trials trials;
    private final CountDownLatch closed = new CountDownLatch(1);

    private volatile @Nullable InUse inUse;
    private volatile String complaint = "";
    private @Nullable CompletableFuture<Void> look;

    /// A connection, and what it was made of.
    private record InUse(CloudRevision revision, Connection connection) {}

    private Upkeep(String name, ConfigurationFiles files, Client client) {
        this.name = name;
        this.title = Cloud.title(name);
        this.files = files;
        this.client = client;
        this.trials = new Trials(client.clock());
    }

    /// Logs in and keeps the cloud connected from then on. Where the cloud cannot be reached, it is tried until it
    /// can.
    ///
    /// @param interval how often to look at the files
    /// @throws Refusal if the configuration is refused, by us or by the cloud
    static Upkeep begin(String name, ConfigurationFiles files, Client client, Duration interval) {
        var upkeep = new Upkeep(name, files, client);
        var revision = files.latest(name).orElseThrow();
        upkeep.tryFirst(revision);
        Thread.ofVirtual().name("upkeep of " + upkeep.title).start(() -> upkeep.lookEvery(interval));
        return upkeep;
    }

    /// Whether the cloud has been logged in to.
    boolean connected() {
        return inUse != null;
    }

    /// How the session stands; empty of all that a log line would not show.
    StatusReport.Session status() {
        var now = inUse;
        var problem = files.refusal().map(Refusal::getMessage).orElse(complaint);
        var state = now == null ? "not logged in yet" : "logged in";
        return new StatusReport.Session(
                title,
                problem.isEmpty()
                        ? state
                        : state + (now == null ? ": " : "; the changed configuration is not in use: ") + problem,
                now == null ? Optional.empty() : now.connection().session().ends());
    }

    @Override
    public Connection current() {
        var now = inUse;
        if (now == null) {
            throw new OpenStackError(
                    OpenStackError.Kind.UNREACHABLE,
                    0,
                    "not logged in yet: " + complaint,
                    Optional.empty(),
                    Optional.empty(),
                    null);
        }
        return now.connection();
    }

    @Override
    public Optional<Connection> insteadOf(Connection failed, Deadline deadline) {
        // The look under way may have begun before the files changed; the one after it has not.
        for (var looks = 0; looks < 2 && current().equals(failed); looks++) {
            if (!await(look(true), deadline)) {
                break;
            }
        }
        return Optional.of(current()).filter(other -> !other.equals(failed));
    }

    @Override
    public void close() {
        closed.countDown();
        var now = inUse;
        if (now != null) {
            now.connection().close();
        }
    }

    private void lookEvery(Duration interval) {
        try {
            while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
                look(false).get();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the upkeep of " + title + " failed", e.getCause());
        }
    }

    /// The look under way, or a new one.
    private synchronized CompletableFuture<Void> look(boolean urgent) {
        if (look != null) {
            return look;
        }
        var begun = new CompletableFuture<Void>();
        look = begun;
        Thread.ofVirtual().name("look at " + title).start(() -> {
            try {
                lookNow(urgent);
            } finally {
                synchronized (this) {
                    look = null;
                }
                begun.complete(null);
            }
        });
        return begun;
    }

    private static boolean await(CompletableFuture<Void> awaited, Deadline deadline) {
        try {
            awaited.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        } catch (TimeoutException _) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("a look at the configuration failed", e.getCause());
        }
    }

    private void lookNow(boolean urgent) {
        var wanted = files.latest(name);
        if (files.refusal().isPresent()) {
            show(false);
            return;
        }
        if (wanted.isEmpty()) {
            complain(title + " is not in the files any more");
            return;
        }
        var now = inUse;
        if (now != null && now.revision().equals(wanted.get())) {
            accept();
        } else if (trials.due(wanted.get(), urgent)) {
            tryOut(wanted.get(), urgent);
        }
    }

    private void tryFirst(CloudRevision revision) {
        try {
            use(revision);
        } catch (OpenStackError e) {
            var refusal = LoginRefusals.of(e, title, revision.access());
            if (!LoginRefusals.passing(e)) {
                throw refusal;
            }
            trials.failed(revision, false, true);
            complain(String.join("; ", refusal.problems()));
        }
    }

    private void tryOut(CloudRevision revision, boolean urgent) {
        try {
            var replaced = inUse;
            use(revision);
            LOG.atInfo()
                    .addKeyValue("cloud", name)
                    .log(replaced == null ? "logged in" : "the changed configuration is in use");
        } catch (OpenStackError e) {
            trials.failed(revision, urgent, LoginRefusals.passing(e));
            complain(String.join(
                    "; ", LoginRefusals.of(e, title, revision.access()).problems()));
        } catch (Refusal e) {
            trials.failed(revision, urgent, false);
            complain(String.join("; ", e.problems()));
        }
    }

    private void use(CloudRevision revision) {
        var connection = Connection.open(title, revision.access(), client, Deadline.after(TRIAL_LIMIT, client.clock()));
        refuseAnotherProject(connection);
        inUse = new InUse(revision, connection);
        trials.succeeded();
        client.meters().set(TAKEN_UP, client.clock().millis() / 1000.0, Map.of());
        accept();
    }

    /// What calls under way wait for is in the project that they began in; in another they would take it for gone.
    private void refuseAnotherProject(Connection connection) {
        var before = inUse;
        if (before != null && !before.connection().project().equals(connection.project())) {
            connection.close();
            throw new Refusal(title + ": the changed credentials are for another project: restart to move there");
        }
    }

    private void accept() {
        complaint = "";
        show(true);
    }

    /// Says in the log what is in the way, once for as long as it stays the same.
    private void complain(String problem) {
        show(false);
        if (!Objects.equals(problem, complaint)) {
            LOG.atWarn()
                    .addKeyValue("cloud", name)
                    .log(
                            inUse == null
                                    ? "the cloud is not logged in to yet and is tried again: {}"
                                    : "the changed configuration does not work, the one before stays in use: {}",
                            problem);
        }
        complaint = problem;
    }

    private void show(boolean good) {
        client.meters().set(IN_USE, good ? 1 : 0, Map.of());
    }
}
