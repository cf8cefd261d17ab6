package org.moorage.node.mount;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.moorage.api.failure.Failure;

/// The paths that callers hand over, and what may be made and removed there.
public final class HostPath {
    private HostPath() {}

    /// The path as the kernel writes it: links on the way resolved, the last name left as it is, so that nothing
    /// is done to what a link at the end points to.
    ///
    /// @param what how the failure names it: `staging_target_path`
    /// @throws Failure.Invalid it is not absolute, or holds `..` or a control character
    public static Path require(String what, Path path) {
        var text = path.toString();
        if (!path.isAbsolute() || text.chars().anyMatch(Character::isISOControl) || holdsParent(path)) {
            throw new Failure.Invalid(what + " must be an absolute path without .. and control characters");
        }
        var name = path.getFileName();
        if (name == null) {
            throw new Failure.Invalid(what + " must not be /");
        }
        return realParent(path).resolve(name);
    }

    private static boolean holdsParent(Path path) {
        for (var part : path) {
            if (part.toString().equals("..")) {
                return true;
            }
        }
        return false;
    }

    /// The parent with its links resolved as far as it exists.
    private static Path realParent(Path path) {
        var parent = path.normalize().getParent();
        for (var existing = parent; existing != null; existing = existing.getParent()) {
            try {
                return existing.toRealPath()
                        .resolve(existing.relativize(parent))
                        .normalize();
            } catch (IOException _) {
                // Not there yet: its own parent is asked.
            }
        }
        return path.normalize().getRoot();
    }

    /// Whether something is at the path, a link that leads nowhere included.
    public static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /// Removes the empty directory or empty file at a path; nothing there is as good. Nothing else is ever removed.
    ///
    /// @throws Failure.Precondition something else is there; it is left as it is
    public static void removeEmpty(Path path) {
        try {
            if (!exists(path)) {
                return;
            }
            if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) && !emptyFile(path)) {
                throw new Failure.Precondition(path + " is not an empty directory or file; it was left as it is");
            }
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException _) {
            throw new Failure.Precondition(
                    path + " is not a mount and holds files; they were left as they are: move them away");
        } catch (IOException problem) {
            throw new Failure.Unavailable(path + " cannot be removed: " + problem.getMessage(), problem);
        }
    }

    private static boolean emptyFile(Path path) throws IOException {
        return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) && Files.size(path) == 0;
    }
}
