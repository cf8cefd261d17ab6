package org.moorage.server.rpc;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a call is about, for its log line: the names, ids and paths at the top of its request.
final class Subjects {
    private static final List<String> FIELDS = List.of(
            "name",
            "volume_id",
            "source_volume_id",
            "snapshot_id",
            "group_snapshot_id",
            "node_id",
            "staging_target_path",
            "target_path",
            "volume_path");

    private Subjects() {}

    /// The values by field name, those that the request leaves empty left out.
    static Map<String, String> of(Message request) {
        var found = new LinkedHashMap<String, String>();
        for (var name : FIELDS) {
            var field = request.getDescriptorForType().findFieldByName(name);
            if (field != null && field.getJavaType() == FieldDescriptor.JavaType.STRING) {
                var text = (String) request.getField(field);
                if (!text.isEmpty()) {
                    found.put(name, text);
                }
            }
        }
        return found;
    }

    /// They in one line, and not too long a one.
    static String line(Map<String, String> subjects) {
        return OneLine.of(subjects.entrySet().stream()
                .map(subject -> subject.getKey() + "=" + subject.getValue())
                .collect(Collectors.joining(" ")));
    }
}
