package org.moorage.server.orphans;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.moorage.api.Deadline;
import org.moorage.api.inventory.Inventory;
import org.moorage.api.inventory.OwnedObject;
import org.moorage.api.volume.Bytes;

/// What a cluster made, in memory.
public final class FakeInventory implements Inventory {
    private final List<OwnedObject> objects = new ArrayList<>();
    private Optional<String> mark = Optional.of("prod");
    private Runnable afterList = () -> {};

    public OwnedObject add(OwnedObject.Kind kind, Duration age, Optional<String> held) {
        var object = new OwnedObject(
                kind,
                "",
                UUID.randomUUID().toString(),
                "pvc-" + UUID.randomUUID(),
                Bytes.ofGib(3),
                Instant.now().minus(age),
                Optional.of("apps/data"),
                held);
        objects.add(object);
        return object;
    }

    public OwnedObject volume(Duration age) {
        return add(OwnedObject.Kind.VOLUME, age, Optional.empty());
    }

    void unmarked() {
        mark = Optional.empty();
    }

    /// Something that happens once, right after the cloud was listed.
    void afterList(Runnable event) {
        afterList = event;
    }

    public List<String> ids() {
        return objects.stream().map(OwnedObject::id).toList();
    }

    @Override
    public Optional<String> mark() {
        return mark;
    }

    @Override
    public List<OwnedObject> list(Deadline deadline) {
        var listed = List.copyOf(objects);
        var event = afterList;
        afterList = () -> {};
        event.run();
        return listed;
    }

    @Override
    public Optional<String> remove(OwnedObject object, Deadline deadline) {
        objects.remove(object);
        return Optional.empty();
    }
}
