package org.moorage.demo;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.ControllerGrpc.ControllerBlockingStub;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.IdentityGrpc.IdentityBlockingStub;
import org.moorage.csi.v1.NodeGrpc;
import org.moorage.csi.v1.NodeGrpc.NodeBlockingStub;
import org.moorage.csi.v1.ProbeRequest;

/// Calls a CSI server as its callers in a cluster do: each call has a deadline, and one that was cut off or is
/// still under way is made again (CSI 1.13, "Error Scheme").
final class CsiClient implements AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Path socket;
    private volatile ManagedChannel channel;

    CsiClient(Path socket) {
        this.socket = socket;
        this.channel = open();
    }

    /// Waits until the server says that it is ready.
    ///
    /// @param alive whether there is still a server to wait for
    void awaitReady(BooleanSupplier alive) {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                var answer = IdentityGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(1, TimeUnit.SECONDS)
                        .probe(ProbeRequest.getDefaultInstance());
                if (!answer.hasReady() || answer.getReady().getValue()) {
                    return;
                }
            } catch (StatusRuntimeException notYet) {
                StepFailed.unless(alive.getAsBoolean(), "the server ended");
                StepFailed.unless(Instant.now().isBefore(end), "no answer to Probe: " + describe(notYet));
                reconnect();
            }
            pause();
        }
    }

    <T> T identity(Function<IdentityBlockingStub, T> call) {
        return repeat(() -> call.apply(
                IdentityGrpc.newBlockingStub(channel).withDeadlineAfter(CALL.toSeconds(), TimeUnit.SECONDS)));
    }

    <T> T controller(Function<ControllerBlockingStub, T> call) {
        return repeat(() -> call.apply(
                ControllerGrpc.newBlockingStub(channel).withDeadlineAfter(CALL.toSeconds(), TimeUnit.SECONDS)));
    }

    <T> T node(Function<NodeBlockingStub, T> call) {
        return repeat(() ->
                call.apply(NodeGrpc.newBlockingStub(channel).withDeadlineAfter(CALL.toSeconds(), TimeUnit.SECONDS)));
    }

    /// Makes a call again until its answer is what the caller waits for.
    <T> T awaiting(Supplier<T> call, Predicate<T> done) {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            var answer = call.get();
            if (done.test(answer)) {
                return answer;
            }
            StepFailed.unless(Instant.now().isBefore(end), "not done within " + PATIENCE.toSeconds() + " s");
            pause();
        }
    }

    /// What a call was answered, in one line.
    static String describe(StatusRuntimeException failure) {
        var status = failure.getStatus();
        return status.getCode() + (status.getDescription() == null ? "" : ": " + status.getDescription());
    }

    /// Forgets the connection: the server behind it is another one now.
    void reconnect() {
        var old = channel;
        channel = open();
        old.shutdownNow();
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private <T> T repeat(Supplier<T> call) {
        var end = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return call.get();
            } catch (StatusRuntimeException failure) {
                if (!inProgress(failure.getStatus().getCode()) || Instant.now().isAfter(end)) {
                    throw failure;
                }
                pause();
            }
        }
    }

    private static boolean inProgress(Status.Code code) {
        return switch (code) {
            case UNAVAILABLE, ABORTED, DEADLINE_EXCEEDED, CANCELLED -> true;
            default -> false;
        };
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new StepFailed("interrupted");
        }
    }

    private ManagedChannel open() {
        return NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
    }
}
