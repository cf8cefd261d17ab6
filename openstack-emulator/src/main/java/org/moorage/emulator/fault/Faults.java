package org.moorage.emulator.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/// The faults that are in the cloud now. May be used by many threads.
///
/// ```java
/// cloud.faults().put(RequestFault.dropAfter("POST", "/volumes"));
/// cloud.faults().put(OperationFault.hanging(Operation.ATTACH));
/// …
/// cloud.faults().heal();
/// ```
public final class Faults {
    /// In the order they were put in. A list, since two equal faults hit twice.
    private final List<Slot> slots = new ArrayList<>();
    private final List<Runnable> hanging = new ArrayList<>();
    private final Map<String, Long> happened = new TreeMap<>();
    /// Of a known seed, so that a run can be had again.
    private final Random chance = new Random(1);

    public Faults() {}

    /// A fault, and how often it has yet to happen.
    private record Slot(Fault fault, int left) {}

    /// Puts a fault in; of several that fit, the one put in first is used until it is spent.
    public synchronized void put(Fault fault) {
        slots.add(new Slot(fault, fault.times()));
    }

    /// Takes out every fault of that name; what hangs already goes on hanging.
    public synchronized void remove(String name) {
        slots.removeIf(slot -> slot.fault().name().equals(name));
    }

    /// Takes out every fault and lets all that hangs go on.
    public void heal() {
        for (var work : takeHanging()) {
            work.run();
        }
    }

    /// The faults not yet spent.
    public synchronized List<Fault> active() {
        return slots.stream().map(Slot::fault).toList();
    }

    /// How often each fault has happened by now, spent or not, by its name.
    public synchronized Map<String, Long> happened() {
        return Map.copyOf(happened);
    }

    /// How many operations hang now.
    public synchronized int hangingOperations() {
        return hanging.size();
    }

    /// What shall happen to a request; uses up the fault that says so once.
    ///
    /// @param route the pattern of the request's route
    public synchronized Optional<Effect> onRequest(String method, String route, String path) {
        for (var slot : slots) {
            if (slot.fault() instanceof RequestFault request
                    && request.hits(method, route, path)
                    && (request.share() == 1 || chance.nextDouble() < request.share())) {
                use(slot);
                return Optional.of(request.effect());
            }
        }
        return Optional.empty();
    }

    /// What shall happen to an operation; uses up the fault that says so once.
    public synchronized Optional<OperationFault> onOperation(Operation operation) {
        for (var slot : slots) {
            if (slot.fault() instanceof OperationFault work && work.operation() == operation) {
                use(slot);
                return Optional.of(work);
            }
        }
        return Optional.empty();
    }

    /// Keeps work that hangs until the cloud is healed.
    public synchronized void hang(Runnable work) {
        hanging.add(work);
    }

    private void use(Slot slot) {
        happened.merge(slot.fault().name(), 1L, Long::sum);
        var at = slots.indexOf(slot);
        if (slot.left() <= 1) {
            slots.remove(at);
        } else if (slot.left() != Fault.ALWAYS) {
            slots.set(at, new Slot(slot.fault(), slot.left() - 1));
        }
    }

    private synchronized List<Runnable> takeHanging() {
        slots.clear();
        var work = List.copyOf(hanging);
        hanging.clear();
        return work;
    }
}
