package org.moorage.emulator.command;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.Emulator;
import org.moorage.emulator.EmulatorSettings;
import org.moorage.emulator.ShareSettings;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/// Runs a cloud on its own until it is told to stop.
@Command(
        name = "moorage emulator",
        mixinStandardHelpOptions = true,
        version = "emulator of OpenStack Zed: Keystone v3.14, Cinder 3.70, Manila 2.73, Nova 2.93",
        usageHelpWidth = 110,
        sortOptions = false,
        description = "An OpenStack in one process: Keystone v3, Cinder (to 3.70), Manila (to 2.73), Nova (to 2.93) and"
                + " instance metadata over HTTP, in memory. Prints a line that begins with 'ready' when it serves.",
        footer = {
            "",
            "Talk to the emulator itself below /_emulator, without a token:",
            "  POST   /_emulator/faults     put in a fault. Of requests:",
            "           {\"effect\": \"delay|status|drop-before|drop-after\", \"method\": \"POST\",",
            "            \"path\": \"/volumes/{id}\", \"milliseconds\": 500, \"status\": 429,",
            "            \"retryAfterSeconds\": 1, \"times\": 1, \"share\": 0.02, \"name\": \"NAME\"}",
            "         or of what the cloud does after it has answered:",
            "           {\"operation\": \"create-volume|delete-volume|extend-volume|create-snapshot|",
            "            delete-snapshot|attach|detach|create-share|create-share-from-snapshot|delete-share|",
            "            extend-share|shrink-share|create-share-snapshot|delete-share-snapshot|update-access\",",
            "            \"outcome\": \"fail|hang\", \"reason\": \"009\", \"times\": 1}",
            "  GET    /_emulator/faults     the faults not yet spent, and how often each has happened",
            "  DELETE /_emulator/faults     heal: take all out, let go on what hangs (/NAME: only that one)",
            "  GET    /_emulator/requests   requests counted by service, method and path (DELETE: forget them)",
            "  GET    /_emulator/leftovers  volumes, shares, snapshots, rules, attachments, loop devices that are there",
            "  DELETE /_emulator/tokens     make every token that is out a bad one",
            "",
            "A server's metadata is at /metadata/SERVER/openstack/latest/meta_data.json, the first one's also at",
            "/openstack/latest/meta_data.json; its disks are links in DATA/nodes/SERVER/disk/by-id. The path of an NFS",
            "share is a directory of this machine, DATA/shares/share-SHARE; no NFS server stands before it."
        })
public final class Main implements Callable<Integer> {
    /// The network of the servers, in which each has an address.
    private static final String NETWORK = "private";

    private static final String SUBNET = "10.0.0.";
    private static final int FIRST_HOST = 11;

    private static final String NEW = ".new";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            required = true,
            converter = AddressConverter.class,
            description = "the address to bind; port 0 takes a free one")
    private @Nullable InetSocketAddress listen;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            required = true,
            description = "where volume files and links to devices are kept; what an earlier run left there goes")
    private @Nullable Path data;

    @Option(
            names = "--cloud-conf",
            paramLabel = "FILE",
            description = "write a cloud.conf for this cloud there, for the owner's eyes")
    private @Nullable Path cloudConf;

    @Option(
            names = "--request-latency",
            paramLabel = "TIME",
            defaultValue = "0",
            converter = DurationConverter.class,
            description = "how long each answer waits (default: ${DEFAULT-VALUE})")
    private Duration requestLatency = Duration.ZERO;

    @Option(
            names = "--state-time",
            paramLabel = "TIME",
            defaultValue = "500ms",
            converter = DurationConverter.class,
            description = "how long a state such as creating or attaching lasts (default: ${DEFAULT-VALUE})")
    private Duration stateTime = Duration.ZERO;

    @Option(
            names = "--token-time",
            paramLabel = "TIME",
            defaultValue = "1h",
            converter = DurationConverter.class,
            description = "how long a token is good (default: ${DEFAULT-VALUE})")
    private Duration tokenTime = Duration.ZERO;

    @Option(names = "--no-devices", description = "attach on paper, without loop devices; so it is for ordinary users")
    private boolean noDevices;

    @Option(
            names = "--quota-volumes",
            paramLabel = "N",
            defaultValue = "500",
            description = "volumes the project may have (default: ${DEFAULT-VALUE})")
    private int quotaVolumes;

    @Option(
            names = "--quota-gigabytes",
            paramLabel = "N",
            defaultValue = "20000",
            description = "GiB of volumes and snapshots together (default: ${DEFAULT-VALUE})")
    private int quotaGigabytes;

    @Option(
            names = "--quota-snapshots",
            paramLabel = "N",
            defaultValue = "500",
            description = "snapshots the project may have (default: ${DEFAULT-VALUE})")
    private int quotaSnapshots;

    @Option(
            names = "--volumes-per-server",
            paramLabel = "N",
            defaultValue = "26",
            description = "volumes that can be attached to one server (default: ${DEFAULT-VALUE})")
    private int volumesPerServer;

    @Option(
            names = "--manila-version",
            paramLabel = "2.N",
            defaultValue = "2.73",
            converter = ManilaVersionConverter.class,
            description = "the highest microversion of Manila, as an older cloud has (default: ${DEFAULT-VALUE})")
    private String manilaVersion = "2.73";

    @Option(
            names = "--export-host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "the address of every NFS share; may be given several times, the preferred one first"
                    + " (default: ${DEFAULT-VALUE})")
    private List<String> exportHosts = List.of();

    private final CountDownLatch stop = new CountDownLatch(1);
    private final CountDownLatch finished = new CountDownLatch(1);

    Main() {}

    public static void main(String... arguments) {
        System.exit(run(arguments));
    }

    /// Runs until the process is told to stop; returns its exit status.
    static int run(String... arguments) {
        return new CommandLine(new Main())
                .setParameterExceptionHandler(Main::refuse)
                .execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var emulator = Emulator.start(settings())) {
            var hook = new Thread(this::stopAndWait, "emulator-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            var host = FIRST_HOST;
            for (var server : emulator.servers()) {
                emulator.connectServer(server.id(), NETWORK, SUBNET + host++);
            }
            if (cloudConf != null) {
                writeSecretly(cloudConf, emulator.cloudConf());
            }
            System.out.println("ready: " + emulator.authUrl() + (emulator.hasDevices() ? "" : " (attaching on paper)"));
            for (var server : emulator.servers()) {
                System.out.println("server " + server.name() + " " + server.id() + " " + server.zone());
            }
            System.out.flush();
            stop.await();
        } catch (IOException e) {
            System.err.println("moorage emulator: " + reason(e));
            finished.countDown();
            return 1;
        }
        finished.countDown();
        return 0;
    }

    /// Lets the main thread close the cloud while the process waits to end.
    private void stopAndWait() {
        stop.countDown();
        try {
            finished.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private EmulatorSettings settings() {
        var defaults = EmulatorSettings.defaults(Objects.requireNonNull(data));
        return defaults.listen(Objects.requireNonNull(listen))
                .requestLatency(requestLatency)
                .stateTime(stateTime)
                .tokenTime(tokenTime)
                .devices(!noDevices)
                .limits(new EmulatorSettings.Limits(
                        quotaVolumes,
                        quotaGigabytes,
                        quotaSnapshots,
                        volumesPerServer,
                        defaults.limits().page()))
                .shares(shares());
    }

    private ShareSettings shares() {
        var preferred = exportHosts.getFirst();
        return ShareSettings.defaults()
                .version(manilaVersion)
                .exports(exportHosts.stream()
                        .map(host -> new ShareSettings.Export(host, host.equals(preferred), false))
                        .toList());
    }

    /// Nobody but the owner sees the secret, and a reader sees the whole file or none.
    private static void writeSecretly(Path file, String text) throws IOException {
        var temporary = file.resolveSibling(file.getFileName() + NEW);
        Files.deleteIfExists(temporary);
        try (var channel = FileChannel.open(
                temporary,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(StandardCharsets.UTF_8.encode(text));
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String reason(IOException e) {
        return switch (e) {
            case AccessDeniedException denied -> "may not write " + withoutSuffix(denied.getFile());
            case NoSuchFileException missing ->
                "the directory of " + withoutSuffix(missing.getFile()) + " does not exist; make it";
            case FileAlreadyExistsException exists -> "not a directory: " + exists.getFile();
            default -> String.valueOf(e.getMessage());
        };
    }

    /// The file that was asked for, not the one that is written in its place.
    private static String withoutSuffix(@Nullable String file) {
        var name = String.valueOf(file);
        return name.endsWith(NEW) ? name.substring(0, name.length() - NEW.length()) : name;
    }

    private static int refuse(ParameterException mistake, String[] arguments) {
        var unknown = mistake.getCommandLine().getUnmatchedArguments();
        // A misspelt option is what is wrong, not that the one it was meant for is missing.
        var what = unknown.isEmpty()
                ? mistake.getMessage()
                : "'" + unknown.getFirst() + "' is no option or value that is known here";
        mistake.getCommandLine().getErr().println("moorage emulator: " + what + " (see --help)");
        return CommandLine.ExitCode.USAGE;
    }
}
