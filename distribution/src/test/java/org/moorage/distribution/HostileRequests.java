package org.moorage.distribution;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.moorage.csi.v1.CsiProto;

/// Makes hostile requests out of honest ones: fields left out, texts that no caller should send, numbers at their
/// ends, unknown enum values and fields, secrets whose every showing can be found.
final class HostileRequests {
    /// What every secret text of a request holds.
    static final String CANARY = "c4n4ry-s3cret";

    private static final int MOST_CHANGES = 3;
    private static final int LONG = 5_000;

    private final RandomGenerator random;
    private final List<String> texts;
    private final List<String> paths;

    /// @param sandbox a directory whose paths a request may name; no other path that exists is named, but for those
    ///     of the kernel's own file systems
    HostileRequests(RandomGenerator random, Path sandbox) {
        this.random = random;
        this.texts = List.of(
                "",
                " ",
                "x",
                "\u0000",
                "a\nb",
                "\u001b[31mred",
                "../../../etc/shadow",
                "..",
                "%s%n%x",
                "${jndi:ldap://127.0.0.1/x}",
                "'; DROP TABLE volumes; --",
                "?name=x&all_tenants=1#",
                "id/../../servers",
                "-o",
                "--help",
                "\ud83d\ude80\u202e",
                "00000000-0000-0000-0000-000000000000",
                "true",
                "-1",
                "9".repeat(40),
                "x".repeat(LONG));
        this.paths = List.of(
                "",
                ".",
                "relative/path",
                "/",
                "/proc",
                "/dev",
                "/sys",
                "/proc/self/root",
                sandbox + "/../" + sandbox.getFileName() + "/file",
                sandbox.resolve("file").toString(),
                sandbox.resolve("full-directory").toString(),
                sandbox.resolve("link-to-file").toString(),
                sandbox.resolve("link-to-root").toString(),
                sandbox.resolve("absent").toString(),
                sandbox.resolve("file/below-a-file").toString(),
                sandbox.resolve("x".repeat(300)).toString(),
                sandbox + "/a\u0000b",
                sandbox + "/a\nb",
                "/nowhere/at/all");
    }

    /// A hostile version of the request.
    <M extends Message> M spoil(M honest) {
        var builder = honest.toBuilder();
        for (var change = random.nextInt(MOST_CHANGES) + 1; change > 0; change--) {
            spoilField(builder);
        }
        confide(builder);
        if (random.nextInt(4) == 0) {
            builder.setUnknownFields(UnknownFieldSet.newBuilder()
                    .addField(
                            9_999,
                            UnknownFieldSet.Field.newBuilder()
                                    .addLengthDelimited(ByteString.copyFromUtf8(CANARY))
                                    .build())
                    .build());
        }
        @SuppressWarnings("unchecked")
        var spoilt = (M) builder.build();
        return spoilt;
    }

    /// Bytes that are no message, or a torn one.
    byte[] noise(Message honest) {
        var whole = honest.toByteArray();
        if (whole.length > 1 && random.nextBoolean()) {
            var torn = new byte[random.nextInt(1, whole.length)];
            System.arraycopy(whole, 0, torn, 0, torn.length);
            return torn;
        }
        var bytes = new byte[random.nextInt(1, 200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private void spoilField(Message.Builder message) {
        var fields = message.getDescriptorForType().getFields();
        if (fields.isEmpty()) {
            return;
        }
        var field = fields.get(random.nextInt(fields.size()));
        if (random.nextInt(4) == 0) {
            message.clearField(field);
        } else if (field.isMapField()) {
            message.addRepeatedField(field, entry(message, field));
        } else if (field.isRepeated()) {
            spoilRepeated(message, field);
        } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
            spoilField(message.getFieldBuilder(field));
        } else {
            message.setField(field, scalar(field));
        }
    }

    private void spoilRepeated(Message.Builder message, FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            message.addRepeatedField(field, scalar(field));
        } else if (message.getRepeatedFieldCount(field) > 0 && random.nextBoolean()) {
            spoilField(message.getRepeatedFieldBuilder(field, random.nextInt(message.getRepeatedFieldCount(field))));
        } else {
            var element = message.newBuilderForField(field);
            spoilField(element);
            message.addRepeatedField(field, element.build());
        }
    }

    private Message entry(Message.Builder message, FieldDescriptor field) {
        var entry = message.newBuilderForField(field);
        var type = field.getMessageType();
        entry.setField(type.findFieldByNumber(1), scalar(type.findFieldByNumber(1)));
        entry.setField(type.findFieldByNumber(2), scalar(type.findFieldByNumber(2)));
        return entry.build();
    }

    private Object scalar(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> field.getName().endsWith("path") ? pick(paths) : pick(texts);
            case LONG -> pick(List.of(0L, 1L, -1L, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62));
            case INT -> pick(List.of(0, 1, -1, Integer.MIN_VALUE, Integer.MAX_VALUE));
            case BOOLEAN -> random.nextBoolean();
            case ENUM -> enumValue(field.getEnumType());
            case BYTE_STRING -> ByteString.copyFromUtf8(pick(texts));
            case FLOAT -> Float.NaN;
            case DOUBLE -> Double.NaN;
            case MESSAGE -> throw new IllegalStateException(field.getFullName());
        };
    }

    private Object enumValue(EnumDescriptor type) {
        return random.nextBoolean()
                ? type.findValueByNumberCreatingIfUnknown(random.nextInt(100, 1_000))
                : pick(new ArrayList<>(type.getValues()));
    }

    /// Puts the canary wherever the proto says that a secret lies.
    private void confide(Message.Builder message) {
        for (var field : message.getDescriptorForType().getFields()) {
            if (isSecret(field)) {
                confideIn(message, field);
            } else if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE && !field.isMapField()) {
                if (field.isRepeated()) {
                    for (var i = 0; i < message.getRepeatedFieldCount(field); i++) {
                        confide(message.getRepeatedFieldBuilder(field, i));
                    }
                } else if (message.hasField(field)) {
                    confide(message.getFieldBuilder(field));
                }
            }
        }
    }

    /// CSI says of mount flags in words that they may be sensitive (CSI 1.13, VolumeCapability.MountVolume).
    private static boolean isSecret(FieldDescriptor field) {
        return field.getOptions().getExtension(CsiProto.csiSecret)
                || field.getName().equals("mount_flags");
    }

    private void confideIn(Message.Builder message, FieldDescriptor field) {
        if (field.isMapField()) {
            var entry = message.newBuilderForField(field);
            var type = field.getMessageType();
            entry.setField(type.findFieldByNumber(1), "password");
            entry.setField(type.findFieldByNumber(2), CANARY);
            message.addRepeatedField(field, entry.build());
        } else {
            // One that names a secret, and one that nothing is known of.
            message.addRepeatedField(field, (random.nextBoolean() ? "password=" : "x-unknown=") + CANARY);
        }
    }

    private <T> T pick(List<T> from) {
        return from.get(random.nextInt(from.size()));
    }
}
