package org.moorage.server.kubernetes;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.plugin.Refusal;
import org.moorage.server.controller.FailureNotes;
import org.moorage.server.rpc.LogKeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes events onto claims that say what their owner can do: a warning with a stable reason and a remedy.
///
/// csi-provisioner writes the failure's message onto the claim itself, as `ProvisioningFailed`, with every retry; that
/// is not repeated here. There is one event for a claim and a reason, counted up now and then. Calls are never held
/// up: notes are queued, and dropped when there are too many. Nothing is opened before the first note. An account
/// that may not write events ends it all with one line in the log.
public final class ClaimEvents implements FailureNotes, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ClaimEvents.class);
    private static final Duration REQUEST_TIME = Duration.ofSeconds(10);
    /// How long an event stands before its count goes up.
    private static final Duration QUIET = Duration.ofMinutes(10);

    private static final int WAITING = 100;
    private static final int REMEMBERED = 1000;
    private static final int NAME_LENGTH = 230;

    private final Supplier<KubernetesApi> opening;
    private final String driver;
    private final InstantSource clock;
    private final BlockingQueue<Note> notes = new ArrayBlockingQueue<>(WAITING);
    private final Map<Note.Subject, Standing> standing = new LinkedHashMap<>();
    private @Nullable Thread writer;
    private volatile boolean off;

    /// @param opening opens the API, at the first note; it may refuse
    /// @param driver  the driver's name, under which the events appear
    public ClaimEvents(Supplier<KubernetesApi> opening, String driver, InstantSource clock) {
        this.opening = opening;
        this.driver = driver;
        this.clock = clock;
    }

    private record Note(Subject subject, Remedy remedy) {
        record Subject(Claim.Key claim, String reason) {}
    }

    /// An event that was written, and how often its cause came again since.
    private record Standing(Instant written, int more) {
        Standing again() {
            return new Standing(written, more + 1);
        }
    }

    @Override
    public void failed(Map<String, String> parameters, Failure failure) {
        if (off) {
            return;
        }
        var claim = Claim.Key.of(parameters);
        var remedy = Remedy.of(failure);
        if (claim.isPresent() && remedy.isPresent()) {
            var subject = new Note.Subject(claim.get(), remedy.get().reason());
            notes.offer(new Note(subject, remedy.get()));
            begin();
        }
    }

    private synchronized void begin() {
        if (writer == null) {
            writer = Thread.ofVirtual().name("claim events").start(this::write);
        }
    }

    @Override
    public synchronized void close() {
        off = true;
        if (writer != null) {
            writer.interrupt();
        }
    }

    private void write() {
        try (var api = opening.get()) {
            while (!off) {
                write(api, notes.take());
            }
        } catch (InterruptedException _) {
            // Closed.
        } catch (Refusal refusal) {
            stop(String.valueOf(refusal.getMessage()));
        }
    }

    private void stop(String why) {
        off = true;
        LOG.atWarn().addKeyValue(LogKeys.ERROR, why).log("no events are written onto claims");
    }

    private void write(KubernetesApi api, Note note) {
        var now = clock.instant();
        var last = standing.get(note.subject());
        if (last != null && Duration.between(last.written(), now).compareTo(QUIET) < 0) {
            standing.put(note.subject(), last.again());
            return;
        }
        try {
            post(api, note, 1 + (last == null ? 0 : last.more()));
        } catch (KubernetesError error) {
            if (error.denied()) {
                stop(error.getMessage() + "; allow get of persistentvolumeclaims, and create and patch of events");
                return;
            }
            LOG.atDebug().addKeyValue(LogKeys.ERROR, error.getMessage()).log("an event could not be written");
            if (error.passing()) {
                // The next failure writes it.
                standing.computeIfPresent(note.subject(), (_, before) -> before.again());
                return;
            }
        }
        remember(note.subject(), now);
    }

    private void remember(Note.Subject subject, Instant now) {
        standing.remove(subject);
        standing.put(subject, new Standing(now, 0));
        if (standing.size() > REMEMBERED) {
            standing.remove(standing.keySet().iterator().next());
        }
    }

    private void post(KubernetesApi api, Note note, int count) {
        var claim = note.subject().claim();
        var deadline = Deadline.after(REQUEST_TIME, clock);
        var uid = api.get(claim.path(), KubernetesApi.METADATA, deadline)
                .at("/metadata/uid")
                .asText();
        // One name for a claim and a reason, so that a server which was started anew finds its event again.
        var hash = UUID.nameUUIDFromBytes((uid + note.subject().reason()).getBytes(StandardCharsets.UTF_8));
        var stem = claim.name().length() > NAME_LENGTH ? claim.name().substring(0, NAME_LENGTH) : claim.name();
        var name = stem + "." + hash.toString().substring(0, 18).replace("-", "");
        try {
            api.create(claim.events(), event(note, uid, name, count), deadline);
        } catch (KubernetesError error) {
            if (!error.exists()) {
                throw error;
            }
            // The answer to a patch tells the count, for accounts that may patch events and not read them.
            var path = claim.events() + "/" + name;
            var seen = JsonNodeFactory.instance.objectNode().put("lastTimestamp", now());
            var before = api.patch(path, seen, deadline).path("count").asInt();
            api.patch(path, JsonNodeFactory.instance.objectNode().put("count", before + count), deadline);
        }
    }

    private ObjectNode event(Note note, String uid, String name, int count) {
        var claim = note.subject().claim();
        var event =
                JsonNodeFactory.instance.objectNode().put("apiVersion", "v1").put("kind", "Event");
        event.putObject("metadata").put("name", name).put("namespace", claim.namespace());
        event.putObject("involvedObject")
                .put("apiVersion", "v1")
                .put("kind", "PersistentVolumeClaim")
                .put("namespace", claim.namespace())
                .put("name", claim.name())
                .put("uid", uid);
        event.putObject("source").put("component", driver);
        return event.put("type", "Warning")
                .put("reason", note.remedy().reason())
                .put("message", note.remedy().action())
                .put("firstTimestamp", now())
                .put("lastTimestamp", now())
                .put("count", count)
                .put("reportingComponent", driver)
                .put("reportingInstance", driver);
    }

    private String now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
