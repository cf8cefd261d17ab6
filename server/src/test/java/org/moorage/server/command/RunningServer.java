package org.moorage.server.command;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.Meters;
import org.moorage.server.FakeDriver;
import org.moorage.server.node.VolumeHost;
import org.moorage.server.rpc.DriverName;
import org.moorage.server.status.StatusPage;

/// A server in this process on a real socket, the way `serve` makes it, and a channel to it.
public final class RunningServer implements AutoCloseable {
    public static final String AUTHORITY = "localhost";

    private static final Duration GRACE = Duration.ofSeconds(20);

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final MultiThreadIoEventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Path directory;
    private final Serving serving;
    private final ManagedChannel channel;

    private RunningServer(
            BackendProvider provider,
            VolumeHost host,
            int verbosity,
            Duration grace,
            Serving.Company company,
            List<String> arguments) {
        try {
            directory = Files.createTempDirectory("csi");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Logging.start(verbosity, log);
        var all = new ArrayList<>(List.of("--endpoint=unix://" + socket()));
        all.addAll(arguments);
        var given = new Flags("serve", ServerOptions.with(provider.options()))
                .read(all)
                .given();
        serving = started(provider, new Serving.Plan(ServeSettings.of(given), given, () -> host, grace, company));
        channel = channel(AUTHORITY);
    }

    private Serving started(BackendProvider provider, Serving.Plan plan) {
        try {
            return Serving.start(provider, plan);
        } catch (RuntimeException e) {
            clean();
            throw e;
        }
    }

    public static RunningServer of(FakeDriver driver, String... arguments) {
        return new RunningServer(driver, driver.host(), 0, GRACE, Serving.Company.NONE, List.of(arguments));
    }

    /// One whose page and measurements are shown there.
    static RunningServer shown(FakeDriver driver, Monitoring monitoring) {
        var company = new Serving.Company(DriverName.ALONE, Optional.of(monitoring));
        return new RunningServer(driver, driver.host(), 0, GRACE, company, List.of());
    }

    public static RunningServer verbose(FakeDriver driver, int verbosity) {
        return new RunningServer(driver, driver.host(), verbosity, GRACE, Serving.Company.NONE, List.of());
    }

    public static RunningServer graceful(FakeDriver driver, Duration grace) {
        return new RunningServer(driver, driver.host(), 0, grace, Serving.Company.NONE, List.of());
    }

    public static RunningServer measured(FakeDriver driver, Meters meters) {
        return shown(driver, new Monitoring(meters, new StatusPage("1.2.3", InstantSource.system())));
    }

    public ManagedChannel channel() {
        return channel;
    }

    /// A further connection, for the caller to close.
    public ManagedChannel channel(String authority) {
        return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket()))
                .channelType(NioDomainSocketChannel.class, UnixDomainSocketAddress.class)
                .eventLoopGroup(loop)
                .overrideAuthority(authority)
                .usePlaintext()
                .build();
    }

    public Path socket() {
        return directory.resolve("csi.sock");
    }

    public String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    /// The lines of calls in the log that hold all these words.
    public List<String> logLines(String... words) {
        return log().lines()
                .filter(line -> List.of(words).stream().allMatch(line::contains))
                .toList();
    }

    Serving serving() {
        return serving;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        serving.close();
        try {
            channel.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        clean();
    }

    private void clean() {
        try {
            Files.deleteIfExists(socket());
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
