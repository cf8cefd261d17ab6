package org.moorage.node.mount;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.moorage.api.failure.Failure;
import org.moorage.node.host.Undo;

/// Makes the directories and files that things are mounted upon.
public final class Places {
    private Places() {}

    /// Makes a directory and its parents, unless it is there, and enters what it made.
    ///
    /// @throws Failure.Precondition something else is there
    public static void directory(Path path, Undo undo) {
        parents(path, undo);
        make(
                path,
                undo,
                () -> Files.createDirectory(
                        path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---"))));
        if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure.Precondition(path + " is there and is not a directory");
        }
    }

    /// Makes an empty file and its parents, unless it is there, and enters what it made.
    ///
    /// @throws Failure.Precondition something else is there
    public static void file(Path path, Undo undo) {
        parents(path, undo);
        make(path, undo, () -> Files.createFile(path));
        if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new Failure.Precondition(path + " is there and is not a file that a device can be shown at");
        }
    }

    private static void parents(Path path, Undo undo) {
        var parent = path.getParent();
        if (parent != null && !Files.isDirectory(parent)) {
            parents(parent, undo);
            make(parent, undo, () -> Files.createDirectory(parent));
        }
    }

    private interface Making {
        Path run() throws IOException;
    }

    private static void make(Path path, Undo undo, Making making) {
        try {
            undoing(making.run(), undo);
        } catch (FileAlreadyExistsException _) {
            return;
        } catch (IOException problem) {
            throw new Failure.Unavailable(path + " cannot be made: " + problem.getMessage(), problem);
        }
    }

    private static void undoing(Path made, Undo undo) {
        undo.add(() -> HostPath.removeEmpty(made));
    }
}
