package org.moorage.server.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import java.util.List;
import java.util.regex.Pattern;
import org.moorage.csi.v1.CsiProto;
import org.moorage.csi.v1.VolumeCapability;

/// Prints messages without what must not be shown: fields that CSI marks as secret, mount flags (CSI 1.13: "may
/// contain sensitive information"), and values whose key speaks of a token, a password or the like, since
/// kubelet puts service account tokens into contexts.
final class Redaction {
    private static final String HIDDEN = "***";
    private static final Pattern TELLING = Pattern.compile("(?i)token|passw|secret|credential|private|key");

    private Redaction() {}

    /// The message on one line, by field names, with `***` in place of what is hidden.
    static String print(Message message) {
        var line = new StringBuilder();
        print(message, line);
        return line.toString();
    }

    private static void print(Message message, StringBuilder line) {
        line.append('{');
        var separator = "";
        for (var field : message.getAllFields().entrySet()) {
            line.append(separator).append(field.getKey().getName()).append(':');
            print(field.getKey(), field.getValue(), line);
            separator = ", ";
        }
        line.append('}');
    }

    private static void print(FieldDescriptor field, Object value, StringBuilder line) {
        if (field.isMapField()) {
            printMap(field, (List<?>) value, line);
        } else if (hidden(field)) {
            line.append(HIDDEN);
        } else if (value instanceof List<?> values) {
            line.append('[');
            for (var i = 0; i < values.size(); i++) {
                line.append(i == 0 ? "" : ", ");
                printOne(values.get(i), line);
            }
            line.append(']');
        } else {
            printOne(value, line);
        }
    }

    private static void printMap(FieldDescriptor field, List<?> entries, StringBuilder line) {
        line.append('{');
        var separator = "";
        for (var one : entries) {
            var entry = (MapEntry<?, ?>) one;
            var key = String.valueOf(entry.getKey());
            line.append(separator).append(key).append(':');
            if (hidden(field) || TELLING.matcher(key).find()) {
                line.append(HIDDEN);
            } else {
                printOne(entry.getValue(), line);
            }
            separator = ", ";
        }
        line.append('}');
    }

    private static void printOne(Object value, StringBuilder line) {
        if (value instanceof Message message) {
            print(message, line);
        } else {
            line.append(value);
        }
    }

    private static boolean hidden(FieldDescriptor field) {
        return field.getOptions().getExtension(CsiProto.csiSecret)
                || (field.getContainingType() == VolumeCapability.MountVolume.getDescriptor()
                        && field.getNumber() == VolumeCapability.MountVolume.MOUNT_FLAGS_FIELD_NUMBER);
    }
}
