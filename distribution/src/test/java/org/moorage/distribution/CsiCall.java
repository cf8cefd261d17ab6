package org.moorage.distribution;

import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.moorage.csi.v1.ControllerGrpc;
import org.moorage.csi.v1.IdentityGrpc;
import org.moorage.csi.v1.NodeGrpc;

/// Calls a CSI server for a script. Each line of its input is a call: the method's name, the seconds until its
/// deadline,
/// and the request in protobuf's text format; for each it prints one line, `OK` and the answer or the code and the
/// message. Its argument is the server's socket.
final class CsiCall {
    private CsiCall() {}

    public static void main(String[] arguments) throws IOException {
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        call(Path.of(arguments[0]), lines, System.out::println);
    }

    /// The answers to these calls.
    static List<String> answers(Path socket, String... calls) throws IOException {
        var answers = new ArrayList<String>();
        call(socket, new BufferedReader(new StringReader(String.join("\n", calls))), answers::add);
        return answers;
    }

    private static void call(Path socket, BufferedReader lines, Consumer<String> answers) throws IOException {
        var loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        var channel = NettyChannelBuilder.forAddress(UnixDomainSocketAddress.of(socket))
                .eventLoopGroup(loop)
                .channelType(NioDomainSocketChannel.class)
                .overrideAuthority("localhost")
                .usePlaintext()
                .build();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
            var words = line.split(" ", 3);
            answers.accept(answer(channel, words[0], Long.parseLong(words[1]), words.length > 2 ? words[2] : ""));
        }
        channel.shutdownNow();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static String answer(ManagedChannel channel, String name, long seconds, String text) throws IOException {
        var method = method(name);
        try {
            var answer = ClientCalls.blockingUnaryCall(
                    channel,
                    method,
                    CallOptions.DEFAULT.withDeadlineAfter(seconds, TimeUnit.SECONDS),
                    request(method, text));
            return "OK " + TextFormat.printer().emittingSingleLine(true).printToString(answer);
        } catch (StatusRuntimeException refused) {
            return refused.getStatus().getCode() + " " + refused.getStatus().getDescription();
        }
    }

    private static Message request(MethodDescriptor<Message, Message> method, String text) throws IOException {
        var builder = ((PrototypeMarshaller<Message>) method.getRequestMarshaller())
                .getMessagePrototype()
                .newBuilderForType();
        TextFormat.merge(text, builder);
        return builder.build();
    }

    @SuppressWarnings("unchecked") // every message of CSI is one
    private static MethodDescriptor<Message, Message> method(String name) {
        var services = List.of(
                IdentityGrpc.getServiceDescriptor(),
                ControllerGrpc.getServiceDescriptor(),
                NodeGrpc.getServiceDescriptor());
        return services.stream()
                .flatMap(service -> service.getMethods().stream())
                .filter(method -> name.equals(method.getBareMethodName()))
                .map(method -> (MethodDescriptor<Message, Message>) method)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("CSI has no " + name));
    }
}
