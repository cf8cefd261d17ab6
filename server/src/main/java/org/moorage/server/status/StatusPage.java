package org.moorage.server.status;

import java.lang.management.ManagementFactory;
import java.lang.module.ModuleDescriptor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.moorage.api.plugin.StatusReport;
import org.moorage.server.metrics.MetricsEndpoint;
import org.moorage.server.rpc.LastErrors;

/// The page that shows how a process and its drivers are, made anew each time that it is asked for. Safe for
/// many threads.
public final class StatusPage implements MetricsEndpoint.Pages {
    /// The look of the page, in which nothing is fetched from anywhere. Long texts stand in the last two columns of a
    /// table, and are broken where they have to be.
    static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 1rem/1.4 system-ui, sans-serif; margin: 1.5rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.25rem; margin-top: 2rem; }
            nav ul { display: flex; gap: 1rem; list-style: none; padding: 0; }
            table { border-collapse: collapse; margin: 1rem 0; }
            caption { font-weight: bold; text-align: start; padding-bottom: .25rem; }
            th, td { border: 1px solid #888; padding: .25rem .6rem; text-align: start; vertical-align: top; }
            th, td { white-space: nowrap; }
            td:nth-last-child(-n+2) { white-space: normal; overflow-wrap: anywhere; }
            """;

    private final String version;
    private final InstantSource clock;
    private final List<ServedDriver> drivers = new CopyOnWriteArrayList<>();
    private final List<String> leftOut = new CopyOnWriteArrayList<>();

    /// @param version Moorage's own
    public StatusPage(String version, InstantSource clock) {
        this.version = version;
        this.clock = clock;
    }

    /// Shows the driver from now on.
    public void show(ServedDriver driver) {
        drivers.add(driver);
    }

    /// Shows from now on that a driver is not served.
    ///
    /// @param line which one, and why
    public void leaveOut(String line) {
        leftOut.add(line);
    }

    @Override
    public String index(List<String> paths) {
        return new Html("Moorage " + version, STYLE).links(paths).end();
    }

    /// Nothing may be fetched, run, sent or framed; the one style is known by its digest.
    @Override
    public String policy() {
        return "default-src 'none'; style-src 'sha256-" + digest(STYLE)
                + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    }

    @Override
    public String status() {
        var now = clock.instant();
        var page = new Html("Moorage " + version + ": status", STYLE)
                .links(List.of("/metrics", "/healthz"))
                .paragraph("As of " + time(now) + ". Load the page again to see what has changed.");
        leftOut.forEach(line -> page.paragraph("Not served: " + line));
        // All are asked before one is waited for: several that hang hold the page up no longer than one.
        var asked = drivers.stream()
                .sorted(Comparator.comparing(
                        driver -> driver.place().name().text().orElse("")))
                .map(driver -> new Asked(driver, driver.ask(now)))
                .toList();
        asked.forEach(one -> driver(page, one.driver(), one.question().await(), now));
        process(page, now);
        return page.end();
    }

    private record Asked(ServedDriver driver, Inquiry.Question question) {}

    private static String digest(String text) {
        try {
            var sha256 = MessageDigest.getInstance("SHA-256");
            return Base64.getEncoder().encodeToString(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static void driver(Html page, ServedDriver driver, Said said, Instant now) {
        page.heading(2, title(driver));
        facts(page, driver, said);
        if (said instanceof Said.Answer answer) {
            answer.report().ifPresent(report -> report(page, report, now));
        }
        page.table(
                "Calls at work",
                List.of("Call", "For", "Answered", "About"),
                driver.work().calls().all().stream()
                        .map(call -> List.of(
                                call.rpc(),
                                span(call.age()),
                                call.answered()
                                        .map(code -> code + ", but it has not come back")
                                        .orElse("not yet"),
                                call.about()))
                        .toList());
        page.table(
                "Locks held",
                List.of("Lock"),
                driver.work().locks().held().stream().map(List::of).toList());
        page.table(
                "Last errors (at most " + LastErrors.MOST + ")",
                List.of("Last", "First", "Times", "Call", "Code", "About", "Message"),
                driver.work().errors().all().stream()
                        .map(error -> List.of(
                                time(error.last()),
                                time(error.first()),
                                String.valueOf(error.times()),
                                error.rpc(),
                                error.code(),
                                error.about(),
                                error.message()))
                        .toList());
    }

    private static String title(ServedDriver driver) {
        var name = driver.identity().name();
        return driver.place()
                .name()
                .text()
                .map(text -> "Driver " + text + ": " + name)
                .orElse("Driver " + name);
    }

    private static void facts(Html page, ServedDriver driver, Said said) {
        var backend = driver.backend();
        page.facts(
                "The driver",
                List.of(
                        new Html.Fact(
                                "Ready",
                                switch (said) {
                                    case Said.Answer answer -> answer.ready() ? "yes" : "no";
                                    case Said.Nothing nothing -> "not known: " + nothing.reason();
                                }),
                        new Html.Fact("Version", driver.identity().vendorVersion()),
                        new Html.Fact("Serves", joined(driver.place().inOrder())),
                        new Html.Fact("Listens on", joined(driver.place().endpoints())),
                        new Html.Fact("Backend", backend.name()),
                        new Html.Fact("Module", module(backend.module())),
                        new Html.Fact("From", backend.origin()),
                        new Html.Fact("Roles", joined(backend.roleNames()))));
    }

    private static void report(Html page, StatusReport report, Instant now) {
        page.table(
                "Sessions",
                List.of("With", "Token ends", "State"),
                report.sessions().stream()
                        .map(session -> List.of(
                                session.name(),
                                session.ends().map(StatusPage::time).orElse("not known"),
                                session.state()))
                        .toList());
        page.table(
                "Waits",
                List.of("Since", "Until at most", "So far", "What"),
                report.waits().stream()
                        .map(wait -> List.of(
                                time(wait.since()),
                                time(wait.deadline()),
                                span(Duration.between(wait.since(), now)),
                                wait.what()))
                        .toList());
    }

    private void process(Html page, Instant now) {
        var runtime = ManagementFactory.getRuntimeMXBean();
        var started = Instant.ofEpochMilli(runtime.getStartTime());
        page.heading(2, "Process");
        page.facts(
                "The process",
                List.of(
                        new Html.Fact("Moorage", version),
                        new Html.Fact("Java", Runtime.version() + ", " + System.getProperty("java.vendor")),
                        new Html.Fact(
                                "Started", time(started) + " (" + span(Duration.between(started, now)) + " ago)")));
        page.table("Modules of the package", List.of("Module", "Version"), modules(ModuleLayer.boot()));
        for (var driver : drivers) {
            driver.backend()
                    .plugin()
                    .ifPresent(layer -> page.table(
                            "Modules of the plugin behind " + driver.identity().name(),
                            List.of("Module", "Version"),
                            modules(layer)));
        }
    }

    /// Those of Java itself are of one version, which stands above.
    private static List<List<String>> modules(ModuleLayer layer) {
        return layer.modules().stream()
                .filter(module -> !module.getName().startsWith("java.")
                        && !module.getName().startsWith("jdk."))
                .map(module -> List.of(
                        module.getName(),
                        Optional.ofNullable(module.getDescriptor())
                                .flatMap(ModuleDescriptor::rawVersion)
                                .orElse("-")))
                .sorted(Comparator.comparing(List::getFirst))
                .toList();
    }

    private static String module(Module module) {
        return Optional.ofNullable(module.getDescriptor())
                .map(ModuleDescriptor::toNameAndVersion)
                .orElse("none: it is on the class path");
    }

    private static String joined(Iterable<?> things) {
        var texts = new ArrayList<String>();
        things.forEach(thing -> texts.add(String.valueOf(thing)));
        return texts.stream().collect(Collectors.joining(", "));
    }

    static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private static String span(Duration duration) {
        var seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        return seconds < 7200 ? seconds / 60 + " min" : seconds / 3600 + " h";
    }
}
