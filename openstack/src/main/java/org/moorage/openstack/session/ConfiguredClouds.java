package org.moorage.openstack.session;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.StatusReport;
import org.moorage.openstack.config.ConfigurationFiles;

/// The clouds that a configuration names, logged in to, and kept so while its files change. Safe for many threads.
///
/// ```java
/// var files = ConfigurationFiles.read(List.of(Path.of("/etc/config/cloud.conf")));
/// try (var clouds = ConfiguredClouds.open(files, List.of(""), client)) {
///     clouds.all().getFirst().blockStorage().send(call, deadline);
/// }
/// ```
public final class ConfiguredClouds implements AutoCloseable {
    /// How long a change in the files may stay unseen while nothing fails. Kubernetes itself takes a minute and more
    /// to bring a changed secret into a pod.
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private record Kept(Cloud cloud, Upkeep upkeep) {}

    private final List<Kept> kept;

    private ConfiguredClouds(List<Kept> kept) {
        this.kept = List.copyOf(kept);
    }

    /// Logs in to the clouds of these names, `""` for the unnamed one.
    ///
    /// A cloud that cannot be reached, or is in trouble, does not keep the others from being used: it is
    /// tried until it answers.
    ///
    /// @throws Refusal if the files have no such cloud, or a cloud refuses what they say; it lists all problems
    public static ConfiguredClouds open(ConfigurationFiles files, List<String> names, Client client) {
        return open(files, names, client, INTERVAL);
    }

    static ConfiguredClouds open(ConfigurationFiles files, List<String> names, Client client, Duration interval) {
        var kept = new ArrayList<Kept>();
        var problems = new ArrayList<String>();
        for (var name : names) {
            try {
                requireNamed(files, name);
                var upkeep = Upkeep.begin(name, files, client.in(name), interval);
                kept.add(new Kept(new Cloud(name, upkeep), upkeep));
            } catch (Refusal refusal) {
                problems.addAll(refusal.problems());
            }
        }
        var clouds = new ConfiguredClouds(kept);
        if (!problems.isEmpty()) {
            clouds.close();
            throw new Refusal(problems, null);
        }
        return clouds;
    }

    /// No clouds at all, for a process that works in none.
    public static ConfiguredClouds none() {
        return new ConfiguredClouds(List.of());
    }

    private static void requireNamed(ConfigurationFiles files, String name) {
        var known = files.first().clouds().keySet();
        if (!known.contains(name)) {
            throw new Refusal("cloud '" + name + "': the files have no section " + Cloud.title(name)
                    + "; there is only " + known.stream().map(Cloud::title).collect(Collectors.joining(", ")));
        }
    }

    /// The clouds, in the order of their names given.
    public List<Cloud> all() {
        return kept.stream().map(Kept::cloud).toList();
    }

    /// Whether each of them has been logged in to once. It stays true when a cloud goes away later.
    public boolean connected() {
        return kept.stream().map(Kept::upkeep).allMatch(Upkeep::connected);
    }

    /// How the sessions stand, in the same order.
    public List<StatusReport.Session> sessions() {
        return kept.stream().map(Kept::upkeep).map(Upkeep::status).toList();
    }

    /// Takes no more calls; those under way end by themselves. A repeat does nothing.
    @Override
    public void close() {
        kept.stream().map(Kept::cloud).forEach(Cloud::close);
    }
}
