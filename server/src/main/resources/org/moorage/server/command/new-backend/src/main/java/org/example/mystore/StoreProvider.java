package org.example.mystore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;

/// Where the server finds this backend: `moorage serve --driver=my-store --directory=DIR`.
public final class StoreProvider implements BackendProvider {
    private static final String DIRECTORY = "directory";

    @Override
    public String name() {
        return "my-store";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option(DIRECTORY, Option.Kind.TEXT, "", "Where the volumes are"));
    }

    @Override
    public Backend open(Settings settings, Surroundings surroundings) {
        var directory = settings.text(DIRECTORY)
                .map(Path::of)
                .orElseThrow(() -> new Refusal("--directory is missing: write where the volumes shall be"));
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new Refusal("--directory=" + directory + " cannot be made: " + e.getMessage(), e);
        }
        var driver = new DriverIdentity("my-store.example.org", surroundings.version(), false);
        return new Opened(driver, List.of(new Volumes(new Store(directory))));
    }

    private record Opened(DriverIdentity driver, List<Role> roles) implements Backend {
        @Override
        public void close() {
            // A store that holds connections closes them here.
        }
    }
}
