package org.moorage.openstack.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachedConfigDriveTest {
    private static final int SECTOR = 2048;

    @TempDir
    Path dir;

    private Path device;
    private Path link;
    private Path mounts;

    @BeforeEach
    void noMounts() throws IOException {
        device = dir.resolve("dev/vdz");
        link = Files.createDirectories(dir.resolve("dev/disk/by-label")).resolve("config-2");
        Files.createSymbolicLink(link, device);
        device("vdz", 2048);
        mounts = Files.writeString(dir.resolve("mounts"), "proc /proc proc rw 0 0\n");
    }

    @Test
    void readsTheImageThatIsNotMounted() throws IOException {
        Files.write(device, image("meta_data.json", "{\"uuid\": \"u\"}"));

        assertThat(read()).isEqualTo("{\"uuid\": \"u\"}");
    }

    @Test
    void readsNamesAsTheStandardWritesThem() throws IOException {
        Files.write(device, image("META_DATA.JSON;1", "{}"));

        assertThat(read()).isEqualTo("{}");
    }

    /// A drive that is made without long names keeps the true one beside a cut one.
    @Test
    void readsNamesThatRockRidgeKeeps() throws IOException {
        Files.write(device, image("META_DAT.JSO;1|meta_data.json", "{}"));

        assertThat(read()).isEqualTo("{}");
    }

    @Test
    void readsWhereItIsMounted() throws IOException {
        var real = Files.createFile(device);
        var point = dir.resolve("mount point");
        Files.createDirectories(point.resolve("openstack/latest"));
        Files.writeString(point.resolve(ConfigDrive.PATH), "mounted");
        Files.writeString(
                mounts, real.toRealPath() + " " + point.toString().replace(" ", "\\040") + " iso9660 ro 0 0\n");

        assertThat(read()).isEqualTo("mounted");
    }

    @Test
    void saysThatThereIsNone() {
        assertThat(catchThrowableOfType(IOException.class, this::read))
                .hasMessage("there is no config drive (" + link + ", nor a small device with that label)");
    }

    @Test
    void saysThatTheFileIsMissing() throws IOException {
        Files.write(device, image("other.json", "{}"));

        assertThat(catchThrowableOfType(IOException.class, this::read))
                .hasMessage("the config drive holds no meta_data.json on the way to openstack/latest/meta_data.json");
    }

    @Test
    void saysWhatToDoAboutAnotherFileSystem() throws IOException {
        Files.write(device, new byte[64 * SECTOR]);

        assertThat(catchThrowableOfType(IOException.class, this::read))
                .hasMessage(device.toRealPath()
                        + " holds neither ISO 9660 nor FAT, and is not mounted: mount it read-only");
    }

    /// What Nova writes with `config_drive_format = vfat`; this kernel may not even have that file system.
    @ParameterizedTest
    @ValueSource(strings = {"fat12", "fat16", "fat32"})
    void readsAFatImageThatIsNotMounted(String kind) throws IOException {
        write(device, kind);

        assertThat(read())
                .startsWith("{\"uuid\": \"5c3a8f0e-1f2d-4c55-9b0e-2f6f0a6f1234\", \"availability_zone\": \"az-fat\"")
                .hasSizeGreaterThan(3000)
                .endsWith("x\"}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"fat12", "fat16", "fat32"})
    void damagedFatIsRefusedOrRead(String kind) throws IOException {
        var seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("test.seed=" + seed);
        var random = new Random(seed);
        write(device, kind);
        for (var i = 0; i < 200; i++) {
            try (var image = FileChannel.open(device, StandardOpenOption.WRITE)) {
                image.write(ByteBuffer.wrap(new byte[] {(byte) random.nextInt()}), random.nextInt(90));
                image.write(ByteBuffer.wrap(new byte[] {(byte) random.nextInt()}), 512 + random.nextInt(400_000));
            }
            try {
                read();
            } catch (IOException _) {
                // Refused.
            }
        }
    }

    /// A container may have no links of udev's.
    @Test
    void findsTheDriveByItsLabelWithoutLinks() throws IOException {
        Files.createDirectories(dir.resolve("dev"));
        device("vda1", 2048);
        Files.write(dir.resolve("dev/vda1"), new byte[4096]);
        device("sr0", 0);
        device("vdc", 131072);
        write(dir.resolve("dev/vdc"), "fat16");

        assertThat(read()).contains("az-fat");
    }

    /// A Cinder volume has a GiB at least, so none is opened in search of a drive, whatever its label says.
    @Test
    void noVolumeIsTakenForTheDrive() throws IOException {
        device("vdb", (1L << 30) / 512);
        write(dir.resolve("dev/vdb"), "fat16");

        assertThat(catchThrowableOfType(IOException.class, this::read)).hasMessageContaining("no config drive");
    }

    /// Whoever may write to a volume may give it, or a partition of it, that label.
    @ParameterizedTest
    @ValueSource(strings = {"vdb", "vdb1", "dm-0", "loop0"})
    void noLinkToAVolumeIsFollowed(String name) throws IOException {
        device(name, name.equals("vdb") ? (1L << 30) / 512 : 2048);
        Files.delete(link);
        Files.createSymbolicLink(link, dir.resolve("dev").resolve(name));
        write(dir.resolve("dev").resolve(name), "fat16");

        assertThat(catchThrowableOfType(IOException.class, this::read)).hasMessageContaining("no config drive");
    }

    @Test
    void mountedFileThatIsALinkIsNotFollowed() throws IOException {
        var real = Files.createFile(device);
        var point = Files.createDirectories(dir.resolve("point/openstack/latest"));
        Files.createSymbolicLink(point.resolve("meta_data.json"), Files.writeString(dir.resolve("other"), "{}"));
        Files.writeString(mounts, real.toRealPath() + " " + dir.resolve("point") + " iso9660 ro 0 0\n");

        assertThat(catchThrowableOfType(IOException.class, this::read)).isNotNull();
    }

    @Test
    void fatOfSectorsWithoutBytesIsRefused() throws IOException {
        write(device, "fat16");
        try (var image = FileChannel.open(device, StandardOpenOption.WRITE)) {
            image.write(ByteBuffer.allocate(2), 11);
        }

        assertThat(catchThrowableOfType(IOException.class, this::read)).hasMessageContaining("makes no sense");
    }

    @Test
    void imageThatIsCutOffIsNoEndlessLoop() throws IOException {
        var whole = image("meta_data.json", "{}");
        for (var length = 0; length < whole.length - SECTOR; length += 1000) {
            Files.write(device, Arrays.copyOf(whole, length));

            assertThat(catchThrowableOfType(IOException.class, this::read)).isNotNull();
        }
    }

    @Test
    void imageThatIsDamagedIsRefusedOrRead() throws IOException {
        var seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("test.seed=" + seed);
        var random = new Random(seed);
        for (var i = 0; i < 300; i++) {
            var image = image("meta_data.json", "{}");
            for (var hit = 0; hit < 20; hit++) {
                image[(random.nextBoolean() ? 16 : 20 + random.nextInt(3)) * SECTOR + random.nextInt(250)] =
                        (byte) random.nextInt();
            }
            try {
                Files.write(device, image);
                read();
            } catch (IOException _) {
                // Refused.
            }
        }
    }

    private String read() throws IOException {
        return new String(
                new AttachedConfigDrive(dir.resolve("dev"), dir.resolve("sys"), mounts).read(), StandardCharsets.UTF_8);
    }

    private void device(String name, long sectors) throws IOException {
        var directory = Files.createDirectories(dir.resolve("sys/class/block").resolve(name));
        Files.writeString(directory.resolve("size"), sectors + "\n");
    }

    /// Writes the sectors that a real mkfs.vfat and mcopy left, as the resource holds them.
    private static void write(Path file, String resource) throws IOException {
        try (var text = AttachedConfigDriveTest.class.getResourceAsStream(resource + ".sectors");
                var image = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (var line : new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList()) {
                var words = line.split(" ", -1);
                if (words[0].equals("size")) {
                    image.write(ByteBuffer.allocate(1), Long.parseLong(words[1]) - 1);
                } else {
                    image.write(ByteBuffer.wrap(Base64.getDecoder().decode(words[1])), Long.parseLong(words[0]) * 512);
                }
            }
        }
    }

    /// An image with openstack/latest/NAME (ECMA-119): the descriptor in sector 16, directories in 20, 21
    /// and 22, the file in 23.
    private static byte[] image(String name, String content) {
        var image = ByteBuffer.allocate(24 * SECTOR).order(ByteOrder.LITTLE_ENDIAN);
        var bytes = content.getBytes(StandardCharsets.UTF_8);
        image.put(16 * SECTOR, "\1CD001\1".getBytes(StandardCharsets.US_ASCII));
        record(image, 16 * SECTOR + 156, "\0", 20, SECTOR, true);
        directory(image, 20, "openstack", 21, SECTOR, true);
        directory(image, 21, "latest", 22, SECTOR, true);
        directory(image, 22, name, 23, bytes.length, false);
        image.put(23 * SECTOR, bytes);
        return image.array();
    }

    private static void directory(
            ByteBuffer image, int sector, String name, int extent, int length, boolean directory) {
        var at = sector * SECTOR;
        at = record(image, at, "\0", sector, SECTOR, true);
        at = record(image, at, "\1", sector, SECTOR, true);
        record(image, at, name, extent, length, directory);
    }

    /// A directory's record; after a bar stands the name for Rock Ridge, kept in two fields behind one for the mode.
    private static int record(ByteBuffer image, int at, String names, int extent, int length, boolean directory) {
        var name = names.split("\\|", -1)[0];
        var size = (33 + name.length() + 1) / 2 * 2;
        if (names.length() > name.length()) {
            var whole = names.substring(name.length() + 1);
            for (var field : new String[] {
                "PX\6\1..",
                "NM\7\1\1" + whole.substring(0, 2),
                "NM" + (char) (whole.length() + 3) + "\1\0" + whole.substring(2)
            }) {
                image.put(at + size, field.getBytes(StandardCharsets.ISO_8859_1));
                size += field.length();
            }
        }
        image.put(at, (byte) size);
        image.putInt(at + 2, extent);
        image.putInt(at + 10, length);
        image.put(at + 25, (byte) (directory ? 2 : 0));
        image.put(at + 32, (byte) name.length());
        image.put(at + 33, name.getBytes(StandardCharsets.ISO_8859_1));
        return at + size;
    }
}
