package org.moorage.server.rpc;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The calls that threads are at work for, those among them that were given up, too.
@Singleton
public final class CallsAtWork {
    private final Set<Supplier<Entry>> calls = ConcurrentHashMap.newKeySet();

    @Inject
    public CallsAtWork() {}

    /// A call as it stands.
    ///
    /// @param rpc      its name: `CreateVolume`
    /// @param about    what it is about, one line
    /// @param age      how long ago it came
    /// @param answered the code that its caller was answered with although its thread has not come
    ///                 back; empty while the caller waits
    public record Entry(String rpc, String about, Duration age, Optional<String> answered) {}

    /// Takes note of a call on this thread until the work is closed.
    ///
    /// @param call tells how it stands
    Work begin(Supplier<Entry> call) {
        calls.add(call);
        return () -> calls.remove(call);
    }

    /// Those that are not over, the eldest first.
    public List<Entry> all() {
        return calls.stream()
                .map(Supplier::get)
                .sorted(Comparator.comparing(Entry::age).reversed())
                .toList();
    }

    /// The work for one call.
    interface Work extends AutoCloseable {
        @Override
        void close();
    }
}
