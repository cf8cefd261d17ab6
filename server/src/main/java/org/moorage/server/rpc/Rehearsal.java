package org.moorage.server.rpc;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.moorage.csi.v1.IdentityGrpc;

/// The first call, GetPluginInfo, made by the server to itself before anybody can reach it: the first of a process
/// takes many times as long as those that follow.
///
/// It is written by hand (RFC 9113, RFC 7541, gRPC over HTTP/2) since gRPC's client would stay in the memory of a
/// process that else never calls anybody.
final class Rehearsal {
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int STREAM = 1;

    /// Not compressed, of no length.
    private static final byte[] EMPTY_MESSAGE = new byte[5];

    private static final int POST = 0x83;
    private static final int HTTP = 0x86;
    private static final int AUTHORITY = 0x01;
    private static final int PATH = 0x04;
    private static final int CONTENT_TYPE = 0x0f10;
    private static final int NEW_NAME = 0x00;

    private Rehearsal() {}

    /// Calls and waits for the answer, whatever it says.
    ///
    /// @throws IOException if none came in that time
    static void at(Path socket, Duration patience) throws IOException {
        try (var connection = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            var call = new FutureTask<>(() -> call(connection));
            Thread.startVirtualThread(call);
            call.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the call broke off: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + patience.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("stopped while waiting for the answer");
        }
    }

    private static boolean call(SocketChannel connection) throws IOException {
        Channels.newOutputStream(connection).write(request());
        var answer = new DataInputStream(Channels.newInputStream(connection));
        while (!endsTheCall(answer)) {
            // What comes before the end says nothing that is of use here.
        }
        return true;
    }

    /// Reads one frame.
    private static boolean endsTheCall(DataInputStream answer) throws IOException {
        var length = answer.readUnsignedShort() << Byte.SIZE | answer.readUnsignedByte();
        var type = answer.readUnsignedByte();
        var flags = answer.readUnsignedByte();
        answer.skipNBytes(Integer.BYTES + length);
        return type == RST_STREAM || type == GOAWAY || (type == HEADERS && (flags & END_STREAM) != 0);
    }

    private static byte[] request() throws IOException {
        var bytes = new ByteArrayOutputStream();
        bytes.writeBytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        var frames = new DataOutputStream(bytes);
        frame(frames, SETTINGS, 0, 0, new byte[0]);
        frame(frames, HEADERS, END_HEADERS, STREAM, headers());
        frame(frames, DATA, END_STREAM, STREAM, EMPTY_MESSAGE);
        return bytes.toByteArray();
    }

    private static void frame(DataOutputStream out, int type, int flags, int stream, byte[] payload)
            throws IOException {
        out.writeByte(0);
        out.writeShort(payload.length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        out.write(payload);
    }

    /// As HPACK writes them without a table of its own: an index of its static table, or of a name there, or 0.
    private static byte[] headers() {
        var block = new ByteArrayOutputStream();
        block.write(POST);
        block.write(HTTP);
        block.write(AUTHORITY);
        text(block, "localhost");
        block.write(PATH);
        text(block, "/" + IdentityGrpc.getGetPluginInfoMethod().getFullMethodName());
        block.write(CONTENT_TYPE >> Byte.SIZE);
        block.write(CONTENT_TYPE);
        text(block, "application/grpc");
        block.write(NEW_NAME);
        text(block, "te");
        text(block, "trailers");
        return block.toByteArray();
    }

    private static void text(ByteArrayOutputStream block, String text) {
        block.write(text.length());
        block.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }
}
