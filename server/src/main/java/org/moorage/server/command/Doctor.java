package org.moorage.server.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.api.node.NodeFileSystems;
import org.moorage.api.node.NodeIdentitySource;
import org.moorage.api.node.NodePartner;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Diagnosis;
import org.moorage.api.plugin.Finding;
import org.moorage.api.plugin.Meters;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Refusal;
import org.moorage.api.plugin.Service;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.node.HostDiagnosis;
import org.moorage.server.plugin.OpenBackend;
import org.moorage.server.plugin.Roles;
import org.moorage.server.rpc.Endpoint;

/// Looks at all that a driver with these options would need, changes nothing, and says of each thing how it stands and
/// what to do about it.
final class Doctor {
    static final String KUBELET = "kubelet-dir";
    static final String JSON = "json";

    /// Its own options, beside those of the server that say what would be served, and those of the backend.
    static final List<Option> OPTIONS = List.of(
            new Option(ServerOptions.ENDPOINT, Option.Kind.LIST, "", "A socket to look at as well; repeatable"),
            new Option(ServerOptions.CONTROLLER, Option.Kind.BOOLEAN, "true", "Look at what the controller needs"),
            new Option(ServerOptions.NODE, Option.Kind.BOOLEAN, "true", "Look at what the node needs"),
            new Option(KUBELET, Option.Kind.TEXT, "/var/lib/kubelet", "Where kubelet keeps volumes"),
            new Option(JSON, Option.Kind.BOOLEAN, "false", "Print the findings as JSON"));

    private static final Duration TIME = Duration.ofMinutes(2);

    private final Settings given;
    private final InstantSource clock = InstantSource.system();

    Doctor(Settings given) {
        this.given = given;
    }

    /// Examines everything and prints it.
    ///
    /// @return whether nothing is wrong; warnings alone are no wrong
    boolean run(BackendProvider provider, PrintStream out) {
        var findings = new ArrayList<Finding>();
        var services = services();
        given.list(ServerOptions.ENDPOINT).forEach(endpoint -> findings.add(socket(endpoint)));
        findings.addAll(examine(provider, services));
        if (given.enabled(JSON)) {
            json(findings, out);
        } else {
            table(findings, out);
        }
        return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.WRONG);
    }

    private Set<Service> services() {
        var services = EnumSet.noneOf(Service.class);
        if (given.enabled(ServerOptions.CONTROLLER)) {
            services.add(Service.CONTROLLER);
        }
        if (given.enabled(ServerOptions.NODE)) {
            services.add(Service.NODE);
        }
        return services;
    }

    private static Finding socket(String text) {
        var subject = "socket " + text;
        try {
            if (!(Endpoint.parse(ServerOptions.ENDPOINT, text) instanceof Endpoint.Unix unix)) {
                return Finding.sound(subject, "an address of the network");
            }
            var directory = unix.path().resolveSibling(".").normalize();
            if (!Files.isDirectory(directory)) {
                return Finding.wrong(subject, "the directory " + directory + " is not there", "make it");
            }
            return Files.isWritable(directory)
                    ? Finding.sound(subject, "can be made")
                    : Finding.wrong(
                            subject, directory + " cannot be written to", "change its mode, or be another user");
        } catch (Refusal refusal) {
            return Finding.wrong(subject, String.join("; ", refusal.problems()), "mend --" + ServerOptions.ENDPOINT);
        }
    }

    private List<Finding> examine(BackendProvider provider, Set<Service> services) {
        var surroundings = new Surroundings(services, clock, Meters.NONE, Version.current(), List.of());
        try (var backend = OpenBackend.open(provider, given, surroundings)) {
            return examine(backend, services);
        } catch (Refusal refusal) {
            var findings = new ArrayList<>(refusal.problems().stream()
                    .map(problem -> Finding.wrong("configuration", problem, "as it says"))
                    .toList());
            if (services.contains(Service.NODE)) {
                findings.addAll(host(HostDiagnosis.everyFileSystem()));
            }
            return findings;
        }
    }

    private List<Finding> host(Set<String> fileSystems) {
        var kubelet = Path.of(given.text(KUBELET).orElse("/var/lib/kubelet"));
        return HostDiagnosis.ofThisHost(kubelet, fileSystems).examine();
    }

    /// What the node needs: nothing but its identity where a partner does its work.
    private List<Finding> host(Roles roles) {
        var partner = roles.find(NodePartner.class);
        if (partner.isPresent()) {
            var endpoint = partner.get().endpoint();
            return List.of(Finding.sound("node programs", "the partner at " + endpoint + " mounts, with its own"));
        }
        return host(roles.find(NodeFileSystems.class)
                .map(NodeFileSystems::fileSystems)
                .orElseGet(HostDiagnosis::everyFileSystem));
    }

    private List<Finding> examine(OpenBackend backend, Set<Service> services) {
        var findings = new ArrayList<Finding>();
        var roles = new Roles(backend.roles());
        var deadline = Deadline.after(TIME, clock);
        if (services.contains(Service.CONTROLLER)) {
            findings.add(Finding.sound("configuration", "read, and nothing in it is refused"));
            roles.find(Diagnosis.class)
                    .ifPresentOrElse(
                            diagnosis -> findings.addAll(diagnosis.examine(deadline)),
                            () -> findings.add(Finding.warning(
                                    "cloud",
                                    "this backend does not examine its cloud, so nothing there was looked at",
                                    "see the log of its controller at --v=4 for what the cloud answers")));
        }
        if (services.contains(Service.NODE)) {
            findings.addAll(host(roles));
            roles.find(NodeIdentitySource.class).ifPresent(source -> findings.add(identity(source, deadline)));
        }
        return findings;
    }

    private static Finding identity(NodeIdentitySource source, Deadline deadline) {
        try {
            var identity = source.identity(deadline);
            return Finding.sound(
                    "node identity",
                    identity.id()
                            + identity.topology()
                                    .map(topology -> " in " + topology.segments())
                                    .orElse(""));
        } catch (Failure failure) {
            return Finding.wrong(
                    "node identity",
                    String.valueOf(failure.getMessage()),
                    "let the instance metadata be reached, or say it by options");
        }
    }

    private static void table(List<Finding> findings, PrintStream out) {
        for (var finding : findings) {
            out.println(word(finding.level()) + "  " + finding.subject() + ": " + finding.text());
            finding.remedy().ifPresent(remedy -> out.println("         -> " + remedy));
        }
        out.println(count(findings, Finding.Level.SOUND) + " sound, " + count(findings, Finding.Level.WARNING)
                + " to be looked at, " + count(findings, Finding.Level.WRONG) + " wrong");
    }

    private static String word(Finding.Level level) {
        return switch (level) {
            case SOUND -> "ok     ";
            case WARNING -> "warning";
            case WRONG -> "WRONG  ";
        };
    }

    private static long count(List<Finding> findings, Finding.Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }

    private static void json(List<Finding> findings, PrintStream out) {
        var mapper = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
        var array = mapper.createArrayNode();
        for (var finding : findings) {
            var row = array.addObject();
            row.put("level", finding.level().name().toLowerCase(Locale.ROOT));
            row.put("subject", finding.subject());
            row.put("text", finding.text());
            finding.remedy().ifPresent(remedy -> row.put("remedy", remedy));
        }
        out.println(array.toPrettyString());
    }
}
