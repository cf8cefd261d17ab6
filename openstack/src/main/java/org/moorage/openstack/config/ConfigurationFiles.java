package org.moorage.openstack.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.plugin.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The files of a configuration, read again whenever one of them has changed: `cloud.conf`, the `clouds.yaml` and
/// `secure.yaml` that it names, and the files of certificates and keys.
///
/// What cannot be understood is refused in one line of the log, and what was read before stays; the next change is
/// looked at again. Safe for many threads.
public final class ConfigurationFiles {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationFiles.class);

    private final List<Path> files;
    private final CloudConfiguration first;
    private SeenFiles seen;
    private Map<String, CloudRevision> revisions;
    private @Nullable Refusal refusal;

    private ConfigurationFiles(List<Path> files, CloudConfiguration first, SeenFiles seen) {
        this.files = List.copyOf(files);
        this.first = first;
        this.seen = seen;
        this.revisions = revisions(first, seen);
    }

    /// Reads the files for the first time.
    ///
    /// @throws Refusal if a file cannot be read or is wrong, or no cloud is configured; it lists every problem
    public static ConfigurationFiles read(List<Path> files) {
        var seen = new SeenFiles();
        return new ConfigurationFiles(files, read(files, seen), seen);
    }

    /// What the files said at first. All but the access to the clouds is taken from there for the whole life of the
    /// process.
    public CloudConfiguration first() {
        return first;
    }

    /// The access to a cloud as the files say it now, or as they last said it in a way that could be understood;
    /// empty when they name no such cloud.
    public synchronized Optional<CloudRevision> latest(String cloud) {
        if (seen.changed()) {
            readAgain();
        }
        return Optional.ofNullable(revisions.get(cloud));
    }

    /// Why the files as they are now are not used, if they are not.
    public synchronized Optional<Refusal> refusal() {
        return Optional.ofNullable(refusal);
    }

    private void readAgain() {
        var now = new SeenFiles();
        try {
            var configuration = read(files, now);
            revisions = revisions(configuration, now);
            refusal = null;
            warnOfWhatWaits(configuration);
        } catch (Refusal wrong) {
            refusal = wrong;
            LOG.atWarn()
                    .log(
                            "the changed configuration is refused, the one before stays in use until it is corrected: {}",
                            String.join("; ", wrong.problems()));
        } finally {
            seen = now;
        }
    }

    private void warnOfWhatWaits(CloudConfiguration configuration) {
        if (!configuration.zoneMaps().equals(first.zoneMaps())
                || !configuration.blockStorage().equals(first.blockStorage())
                || !configuration.metadata().equals(first.metadata())) {
            LOG.atWarn()
                    .log(
                            "zone-map, [BlockStorage] or [Metadata] differs from what this process began with: it takes a restart");
        }
    }

    private static CloudConfiguration read(List<Path> files, SeenFiles seen) {
        return new ConfigurationReader(CloudsFiles.ofThisProcess(), seen).read(files, true);
    }

    private static Map<String, CloudRevision> revisions(CloudConfiguration configuration, SeenFiles seen) {
        var revisions = new LinkedHashMap<String, CloudRevision>();
        configuration.clouds().forEach((name, access) -> {
            // Before anybody reads them for use: a change between the two is then seen later, not lost.
            access.tls().files().forEach(seen::look);
            revisions.put(
                    name, new CloudRevision(access, seen.state(access.tls().files())));
        });
        return revisions;
    }
}
