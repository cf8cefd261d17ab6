package org.example.loopfiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.moorage.api.node.NodeId;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;

/// Where the server finds this backend: `moorage serve --driver loop-files --directory DIR --node NAME`.
public final class LoopFilesProvider implements BackendProvider {
    @Override
    public String name() {
        return "loop-files";
    }

    @Override
    public List<Option> options() {
        return List.of(
                new Option("directory", Option.Kind.TEXT, "", "Where the files are"),
                new Option("node", Option.Kind.TEXT, "localhost", "What this host is called"));
    }

    @Override
    public Backend open(Settings settings, Surroundings surroundings) {
        var directory = settings.text("directory")
                .map(Path::of)
                .orElseThrow(() -> new Refusal("--directory is missing: write where the files shall be"));
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Refusal("--directory=" + directory + " cannot be made: " + e.getMessage(), e);
        }
        var node = new NodeId(settings.text("node").orElse("localhost"));
        var files = new VolumeFiles(directory);
        return new Opened(
                new DriverIdentity("loop-files.example.org", surroundings.version(), false),
                List.of(new Volumes(files, node), new Attachments(files, node), new ThisNode(node)));
    }

    private record Opened(DriverIdentity driver, List<Role> roles) implements Backend {
        @Override
        public void close() {
            // Nothing is kept but the files.
        }
    }
}
