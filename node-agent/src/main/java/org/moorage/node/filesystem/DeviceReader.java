package org.moorage.node.filesystem;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.node.device.BlockDevice;
import org.moorage.node.syscall.Kernel;
import org.moorage.node.syscall.SystemCallException;

/// Reads from a device, for no longer than its caller waits. A device that cannot be read is unavailable, never blank.
///
/// @param device   what is read
/// @param kernel   who reads
/// @param deadline until when
record DeviceReader(BlockDevice device, Kernel kernel, Deadline deadline) {
    /// As many bytes as asked for, in little-endian order.
    ///
    /// @throws Failure.Unavailable they cannot be read
    /// @throws Failure.Unfinished  the device has not answered by the deadline
    ByteBuffer read(long offset, int length) {
        var bytes = bytes(offset, length);
        if (bytes.length < length) {
            throw new Failure.Unavailable(
                    device.node() + " cannot be read: the device ends at byte " + (offset + bytes.length));
        }
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private byte[] bytes(long offset, int length) {
        try {
            return kernel.read(device.node(), offset, length, deadline);
        } catch (SystemCallException refused) {
            throw new Failure.Unavailable(device.node() + " cannot be read: " + refused.getMessage(), refused);
        }
    }
}
