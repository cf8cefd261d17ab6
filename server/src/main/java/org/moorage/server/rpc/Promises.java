package org.moorage.server.rpc;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Page;
import org.moorage.api.snapshot.GroupSnapshot;
import org.moorage.api.snapshot.GroupSnapshotSpec;
import org.moorage.api.snapshot.Snapshot;
import org.moorage.api.snapshot.SnapshotSpec;
import org.moorage.api.volume.ExpandSpec;
import org.moorage.api.volume.Expansion;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeSpec;

/// What a backend's answers must hold, whoever wrote it: callers rely on it, and would pass on what is wrong to users.
/// Each method returns what it was given, or throws a {@link BrokenPromise}.
public final class Promises {
    private Promises() {}

    /// An answer that is there.
    ///
    /// @param of which call it answers
    public static <T> T there(String of, @Nullable T answer) {
        if (answer == null) {
            throw new BrokenPromise(of + " returned null");
        }
        return answer;
    }

    /// A volume of the size and contents that were asked for.
    public static Volume made(VolumeSpec spec, @Nullable Volume answer) {
        var volume = there("VolumeProvisioner.create", answer);
        if (spec.capacity().required().stream()
                .anyMatch(least -> least.count() > volume.capacity().count())) {
            throw new BrokenPromise(
                    "volume " + volume.id() + " has " + volume.capacity() + ", less than was asked for");
        }
        if (!spec.source().equals(volume.source())) {
            throw new BrokenPromise("volume " + volume.id() + " is not of the contents that were asked for");
        }
        return volume;
    }

    /// A volume that is as large as was asked for.
    public static Expansion grown(ExpandSpec spec, @Nullable Expansion answer) {
        var expansion = there("VolumeExpander.expand", answer);
        if (spec.capacity().required().stream()
                .anyMatch(least -> least.count() > expansion.capacity().count())) {
            throw new BrokenPromise("volume " + spec.volume() + " has " + expansion.capacity() + " after it has grown");
        }
        return expansion;
    }

    /// A snapshot of the volume that was asked for.
    public static Snapshot taken(SnapshotSpec spec, @Nullable Snapshot answer) {
        var snapshot = there("SnapshotProvisioner.create", answer);
        if (!snapshot.source().equals(spec.source())) {
            throw new BrokenPromise("snapshot " + snapshot.id() + " is of volume " + snapshot.source());
        }
        return snapshot;
    }

    /// A group snapshot that has one member of each volume that was asked for, and no other.
    public static GroupSnapshot taken(GroupSnapshotSpec spec, @Nullable GroupSnapshot answer) {
        var group = there("GroupSnapshots.create", answer);
        var sources = group.members().stream().map(Snapshot::source).toList();
        if (sources.size() != spec.sources().size() || !sources.containsAll(spec.sources())) {
            throw new BrokenPromise("group snapshot " + group.id() + " is of the volumes " + sources);
        }
        return group;
    }

    /// What was looked for by its id, and has it.
    public static <T> Optional<T> found(String of, Object id, Optional<T> answer, Function<T, Object> ids) {
        var found = there(of, answer);
        found.map(ids).filter(other -> !Objects.equals(other, id)).ifPresent(other -> {
            throw new BrokenPromise(of + " was asked for " + id + " and returned " + other);
        });
        return found;
    }

    /// A page that holds no more than was asked for, and leads on.
    public static <T> Page<T> page(String of, Page.Request request, @Nullable Page<T> answer) {
        var page = there(of, answer);
        if (request.limit() > 0 && page.entries().size() > request.limit()) {
            throw new BrokenPromise(
                    of + " returned " + page.entries().size() + " entries, of at most " + request.limit());
        }
        if (page.next().isPresent() && page.next().equals(request.start())) {
            throw new BrokenPromise(of + " has a next page without end: its token leads no further");
        }
        return page;
    }
}
