package org.moorage.openstack.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.moorage.api.plugin.Refusal;

/// Reads configuration files into a {@link CloudConfiguration}, and collects all that is wrong with them.
final class ConfigurationReader {
    private static final String GLOBAL = "global";
    private static final String BLOCK_STORAGE = "blockstorage";
    private static final String METADATA = "metadata";

    private final CloudsFiles cloudsFiles;
    private final SeenFiles seen;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Section> clouds = new LinkedHashMap<>();
    private final Section blockStorage = new Section("[BlockStorage]", problems);
    private final Section metadata = new Section("[Metadata]", problems);

    /// @param seen reads the files
    ConfigurationReader(CloudsFiles cloudsFiles, SeenFiles seen) {
        this.cloudsFiles = cloudsFiles;
        this.seen = seen;
    }

    /// Reads the files in order, the later ones over the earlier.
    ///
    /// @param withClouds whether access to at least one cloud is needed
    CloudConfiguration read(List<Path> files, boolean withClouds) {
        files.forEach(this::readFile);
        clouds.values().forEach(section -> UnknownKeys.warn(section, GlobalKeys.ALL));
        UnknownKeys.warn(blockStorage, BlockStorageReader.KEYS);
        UnknownKeys.warn(metadata, MetadataReader.KEYS);
        var accesses = withClouds ? readClouds(files) : Map.<String, CloudAccess>of();
        var zoneMaps = withClouds ? readZoneMaps() : Map.<String, ZoneMap>of();
        var configuration = new CloudConfiguration(
                accesses, zoneMaps, BlockStorageReader.read(blockStorage), MetadataReader.read(metadata, problems));
        if (!problems.isEmpty()) {
            throw new Refusal(problems, null);
        }
        return configuration;
    }

    private void readFile(Path file) {
        try {
            var bytes = seen.read(file);
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            GcfgParser.parse(text, file, problems).forEach(this::merge);
        } catch (NoSuchFileException _) {
            problems.add(file + ": there is no such file: correct the path of the cloud configuration");
        } catch (CharacterCodingException _) {
            problems.add(file + ": the file is not UTF-8: save it as UTF-8");
        } catch (AccessDeniedException _) {
            problems.add(file + ": this process may not read the file: make it readable for its user");
        } catch (IOException e) {
            problems.add(
                    file + ": the file cannot be read (" + e.getMessage() + "): make it readable for this process");
        }
    }

    private void merge(Setting setting) {
        if (setting.section().equals(GLOBAL)) {
            var title = setting.subsection().isEmpty() ? "[Global]" : "[Global \"" + setting.subsection() + "\"]";
            clouds.computeIfAbsent(setting.subsection(), _ -> new Section(title, problems))
                    .put(setting);
        } else if (setting.subsection().isEmpty()) {
            switch (setting.section()) {
                case BLOCK_STORAGE -> blockStorage.put(setting);
                case METADATA -> metadata.put(setting);
                // Sections of other programs, which the file may be shared with.
                default -> {}
            }
        }
    }

    private Map<String, CloudAccess> readClouds(List<Path> files) {
        if (clouds.isEmpty() && problems.isEmpty()) {
            problems.add(
                    files.isEmpty()
                            ? "no cloud is configured: give a cloud configuration file"
                            : Stream.of(files.toArray())
                                            .map(Object::toString)
                                            .reduce((a, b) -> a + ", " + b)
                                            .orElse("") + ": no cloud is configured: write a [Global] section");
        }
        var accesses = new LinkedHashMap<String, CloudAccess>();
        clouds.forEach((name, section) -> readCloud(section).ifPresent(access -> accesses.put(name, access)));
        return accesses;
    }

    private Map<String, ZoneMap> readZoneMaps() {
        var maps = new LinkedHashMap<String, ZoneMap>();
        clouds.forEach((name, section) -> maps.put(name, ZoneMapReader.read(section, problems)));
        return maps;
    }

    private Optional<CloudAccess> readCloud(Section section) {
        if (section.enabled(GlobalKeys.USE_CLOUDS)) {
            var found = cloudsFiles.find(section, seen, problems);
            if (found.isEmpty()) {
                return Optional.empty();
            }
            section.fill(found.get().values(), found.get().file());
        }
        return new AccessReader(section, problems).read();
    }
}
