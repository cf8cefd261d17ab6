package org.moorage.node.network;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.moorage.api.failure.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keys for programs that mount, each in a file that root alone can read, in memory, for as long as
/// the program runs. What a process left that was killed is removed when the next one starts. Safe
/// for use by several threads.
///
/// Each agent has a directory of its own and holds a lock in it as long as it lives, so that those
/// of others on the same host, in whatever container, are told from those of the dead.
final class KeyFiles implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeyFiles.class);
    private static final String ALL = "moorage-mount-keys";
    private static final String LOCK = "lock";

    /// Those of this process: to open and close another's lock file would give the lock up, since
    /// the kernel keeps one for the process (fcntl(2)).
    private static final Set<Path> OURS = ConcurrentHashMap.newKeySet();

    private final List<Path> places;
    private final AtomicLong count = new AtomicLong();
    private Optional<Own> own = Optional.empty();

    private record Own(Path directory, FileChannel lock) {}

    /// @param places where files may lie in memory, the best first
    KeyFiles(List<Path> places) {
        this.places = List.copyOf(places);
        this.places.forEach(place -> sweep(place.resolve(ALL)));
    }

    /// The keys of one program that mounts. To close them removes them.
    final class Keys implements AutoCloseable {
        private final List<Path> files = new ArrayList<>();

        /// Writes a file that root alone can read.
        ///
        /// @throws Failure.Broken this host has no place in memory for it
        Path write(String name, String text) {
            var file = directory().resolve(name + "-" + count.incrementAndGet());
            files.add(file);
            try {
                Files.createFile(
                        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
                Files.writeString(file, text);
                return file;
            } catch (IOException problem) {
                throw new Failure.Unavailable(
                        "the file for a mount's key cannot be written: " + problem.getMessage(), problem);
            }
        }

        @Override
        public void close() {
            files.forEach(file -> {
                try {
                    Files.deleteIfExists(file);
                } catch (IOException problem) {
                    log.atError().addKeyValue("file", file).setCause(problem).log("a key's file cannot be removed");
                }
            });
        }
    }

    /// Keys for a program that is about to be started.
    Keys open() {
        return new Keys();
    }

    private synchronized Path directory() {
        if (own.isEmpty()) {
            own = Optional.of(make());
        }
        return own.get().directory();
    }

    private Own make() {
        var place = places.stream()
                .filter(KeyFiles::inMemory)
                .findFirst()
                .orElseThrow(() -> new Failure.Broken("the key of a mount must not lie on a disk, and none of " + places
                        + " is a tmpfs that can be written to: mount one there"));
        try {
            var all = place.resolve(ALL);
            makePrivate(all);
            var directory = Files.createTempDirectory(all, "agent-", privately());
            OURS.add(directory);
            var lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var _ = lock.lock();
            return new Own(directory, lock);
        } catch (IOException problem) {
            throw new Failure.Unavailable(
                    "no directory for the keys of mounts can be made in " + place + ": " + problem.getMessage(),
                    problem);
        }
    }

    private static FileAttribute<?> privately() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    private static boolean inMemory(Path place) {
        try {
            var type = Files.getFileStore(place).type();
            return Files.isWritable(place) && (type.equals("tmpfs") || type.equals("ramfs"));
        } catch (IOException _) {
            return false;
        }
    }

    /// Somebody else may have put something there, since others may write to some of the places.
    private static void makePrivate(Path all) throws IOException {
        try {
            Files.createDirectory(all, privately());
        } catch (FileAlreadyExistsException _) {
            if (!isPrivate(all)) {
                throw new Failure.Broken(all + " is not a directory that belongs to root alone: remove it");
            }
        }
    }

    private static boolean isPrivate(Path all) throws IOException {
        return Files.isDirectory(all, LinkOption.NOFOLLOW_LINKS)
                && Files.getOwner(all, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(Path.of("/proc/self")))
                && Files.getPosixFilePermissions(all, LinkOption.NOFOLLOW_LINKS)
                        .equals(PosixFilePermissions.fromString("rwx------"));
    }

    private static void sweep(Path all) {
        try {
            if (!Files.isDirectory(all, LinkOption.NOFOLLOW_LINKS) || !isPrivate(all)) {
                return;
            }
            try (var directories = Files.list(all)) {
                directories.filter(directory -> !OURS.contains(directory)).forEach(KeyFiles::removeIfDead);
            }
        } catch (IOException problem) {
            log.atWarn().addKeyValue("directory", all).setCause(problem).log("old keys of mounts cannot be looked for");
        }
    }

    private static void removeIfDead(Path directory) {
        try (var lock = FileChannel.open(directory.resolve(LOCK), StandardOpenOption.WRITE)) {
            if (lock.tryLock() != null) {
                remove(directory);
            }
        } catch (OverlappingFileLockException _) {
            // This process has it.
        } catch (NoSuchFileException _) {
            // It is just being made, or was killed while it was: it holds no key then.
        } catch (IOException problem) {
            log.atWarn().addKeyValue("directory", directory).setCause(problem).log("old keys of mounts are left");
        }
    }

    private static void remove(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public synchronized void close() {
        own.ifPresent(mine -> {
            try (var _ = mine.lock()) {
                remove(mine.directory());
            } catch (IOException problem) {
                log.atWarn()
                        .addKeyValue("directory", mine.directory())
                        .setCause(problem)
                        .log("keys of mounts are left");
            }
            OURS.remove(mine.directory());
        });
        own = Optional.empty();
    }
}
