package org.moorage.openstack.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;

/// Objects in memory: an id and a status, with the reads counted and made to fail.
final class ScriptedStates implements StateSource<Map.Entry<String, String>> {
    final Map<String, String> objects = new ConcurrentHashMap<>();
    final AtomicInteger reads = new AtomicInteger();
    final AtomicInteger listings = new AtomicInteger();
    volatile Optional<OpenStackError> readTrouble = Optional.empty();
    volatile Optional<OpenStackError> listTrouble = Optional.empty();
    volatile boolean listsNothing;
    volatile Duration listTime = Duration.ZERO;

    static OpenStackError error(OpenStackError.Kind kind, int status) {
        return new OpenStackError(kind, status, "answered " + status, Optional.empty(), Optional.empty(), null);
    }

    @Override
    public Optional<Map.Entry<String, String>> read(String id, Deadline deadline) {
        reads.incrementAndGet();
        readTrouble.ifPresent(error -> {
            throw error;
        });
        return Optional.ofNullable(objects.get(id)).map(status -> Map.entry(id, status));
    }

    @Override
    public List<Map.Entry<String, String>> readChanged(Instant since, Deadline deadline) {
        listings.incrementAndGet();
        listTrouble.ifPresent(error -> {
            throw error;
        });
        var listed = List.copyOf(objects.entrySet());
        LockSupport.parkNanos(listTime.toNanos());
        return listsNothing ? List.of() : listed;
    }

    @Override
    public String id(Map.Entry<String, String> object) {
        return object.getKey();
    }

    @Override
    public String status(Map.Entry<String, String> object) {
        return object.getValue();
    }
}
