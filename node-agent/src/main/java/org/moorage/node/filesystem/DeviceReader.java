package org.moorage.node.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;

/// Reads from a device. A device that cannot be read is unavailable, never blank.
final class DeviceReader implements AutoCloseable {
    private final BlockDevice device;
    private final FileChannel channel;

    private DeviceReader(BlockDevice device, FileChannel channel) {
        this.device = device;
        this.channel = channel;
    }

    /// @throws Failure.Unavailable the device cannot be opened
    static DeviceReader open(BlockDevice device) {
        try {
            return new DeviceReader(device, FileChannel.open(device.node(), StandardOpenOption.READ));
        } catch (IOException problem) {
            throw unreadable(device, problem);
        }
    }

    /// As many bytes as asked for, in little-endian order.
    ///
    /// @throws Failure.Unavailable they cannot be read
    ByteBuffer read(long offset, int length) {
        var bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw new IOException("the device ends at byte " + (offset + bytes.position()));
                }
            }
        } catch (IOException problem) {
            throw unreadable(device, problem);
        }
        return bytes.flip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException problem) {
            throw unreadable(device, problem);
        }
    }

    private static Failure.Unavailable unreadable(BlockDevice device, IOException problem) {
        return new Failure.Unavailable(device.node() + " cannot be read: " + problem.getMessage(), problem);
    }
}
