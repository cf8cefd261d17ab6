package org.moorage.node.device;

import java.util.Locale;

/// What the kernel shows of a device's serial, on one kind of bus.
sealed interface ShownSerial {
    /// How much of a serial virtio-blk and older QEMU disks carry.
    int VIRTIO_LENGTH = 20;

    /// How much of a serial newer QEMU SCSI disks carry.
    int SCSI_LENGTH = 36;

    /// Whether a device that shows this may be the one with that serial.
    boolean shows(String serial);

    /// A serial in plain text: virtio-blk, NVMe, the unit serial page of SCSI. A bus that cuts serials shows the
    /// beginning at exactly its length; anything shorter must be the whole.
    record Plain(String text) implements ShownSerial {
        @Override
        public boolean shows(String serial) {
            return text.equals(serial) || cutAt(VIRTIO_LENGTH, serial) || cutAt(SCSI_LENGTH, serial);
        }

        private boolean cutAt(int length, String serial) {
            return text.length() == length && serial.length() > length && serial.startsWith(text);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// A world-wide name: `naa.600…`, `t10.QEMU    QEMU HARDDISK   <serial>`, `uuid.…`, `eui.…`.
    record WorldWide(String text) implements ShownSerial {
        @Override
        public boolean shows(String serial) {
            var kind = text.substring(0, text.indexOf('.') + 1);
            var rest = text.substring(kind.length()).strip();
            return switch (kind) {
                case "t10." -> new Plain(rest.substring(rest.lastIndexOf(' ') + 1)).shows(serial);
                case "naa.", "eui.", "uuid." -> bare(rest).equals(bare(serial));
                default -> false;
            };
        }

        private static String bare(String text) {
            return text.replace("-", "").toLowerCase(Locale.ROOT);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /// The file behind a loop device, `volume-<id>.raw`: what clouds in a box attach instead of a disk.
    record BackingFile(String fileName) implements ShownSerial {
        @Override
        public boolean shows(String serial) {
            var dot = fileName.indexOf('.');
            var stem = dot < 0 ? fileName : fileName.substring(0, dot);
            if (fileName.equals(serial) || stem.equals(serial) || stem.equals("volume-" + serial)) {
                return true;
            }
            // A short id may be a part of many names, a whole UUID is not.
            return serial.length() >= SCSI_LENGTH && bounded(serial);
        }

        private boolean bounded(String serial) {
            var start = fileName.indexOf(serial);
            var end = start + serial.length();
            return start >= 0
                    && (start == 0 || !Character.isLetterOrDigit(fileName.charAt(start - 1)))
                    && (end == fileName.length() || !Character.isLetterOrDigit(fileName.charAt(end)));
        }

        @Override
        public String toString() {
            return fileName;
        }
    }
}
