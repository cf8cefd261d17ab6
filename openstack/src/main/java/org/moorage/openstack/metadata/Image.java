package org.moorage.openstack.metadata;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;

/// The bytes of a config drive, as its file system's reader asks for them: little-endian, and never more at once
/// than an honest drive has to give.
record Image(SeekableByteChannel channel) {
    private static final int LARGEST = 4 << 20;

    /// A file of the file system that is on the image, without a mount.
    ///
    /// @param path its names, joined by `/`
    /// @throws IOException if the image holds neither ISO 9660 nor FAT, or there is no such file
    byte[] file(Path device, String path) throws IOException {
        if (Iso9660.isOn(this)) {
            return new Iso9660(this).read(path);
        }
        if (Fat.isOn(this)) {
            return Fat.open(this).read(path);
        }
        throw new IOException(device + " holds neither ISO 9660 nor FAT, and is not mounted: mount it read-only");
    }

    /// The bytes at that place.
    ///
    /// @throws IOException if the image ends before them
    ByteBuffer bytes(long position, int length) throws IOException {
        if (position < 0 || length < 0 || length > LARGEST) {
            throw new IOException("the config drive is damaged: an entry of " + length + " bytes");
        }
        var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        channel.position(position);
        while (buffer.hasRemaining() && channel.read(buffer) >= 0) {}
        if (buffer.hasRemaining()) {
            throw new IOException("the config drive ends too early");
        }
        return buffer.flip();
    }
}
