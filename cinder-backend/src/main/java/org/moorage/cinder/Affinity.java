package org.moorage.cinder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.moorage.openstack.blockstorage.SchedulerHints;

/// Which volumes a new volume shall be near to and far from, and how that is remembered.
///
/// Cinder does not show the hints that a volume was made with. They are therefore kept in its metadata: a repeat
/// answers what was really asked of the scheduler, whatever has become of the annotations and of the other volumes,
/// and asks nothing again.
///
/// @param near ids of the volumes whose backend it shares
/// @param far  ids of the volumes whose backends it avoids
record Affinity(List<String> near, List<String> far) {
    /// The annotations of a claim, each a list of ids or names of volumes, divided by commas or blanks.
    static final String NEAR = CinderNames.DRIVER + "/affinity";

    static final String FAR = CinderNames.DRIVER + "/anti-affinity";

    /// As many ids as fit into the 255 characters of a metadata value; more go on under the key with a number.
    private static final int IDS_IN_A_VALUE = 6;

    private static final int MOST_VALUES = 100;

    /// Copies the lists.
    Affinity {
        near = List.copyOf(near);
        far = List.copyOf(far);
    }

    /// What is remembered of a volume.
    static Affinity of(Map<String, String> metadata) {
        return new Affinity(remembered(metadata, NEAR), remembered(metadata, FAR));
    }

    /// The ids or names that an annotation lists, each once.
    static Set<String> listed(Map<String, String> annotations, String key) {
        return Stream.of(annotations.getOrDefault(key, "").split("[,\\s]+"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    SchedulerHints hints() {
        return new SchedulerHints(near, far);
    }

    /// What the volume is to remember.
    Map<String, String> metadata() {
        var metadata = new HashMap<String, String>();
        remember(metadata, NEAR, near);
        remember(metadata, FAR, far);
        return metadata;
    }

    /// What the PersistentVolume says, under the Go driver's keys.
    Map<String, String> context() {
        var context = new LinkedHashMap<String, String>();
        if (!near.isEmpty()) {
            context.put("affinity", String.join(",", near));
        }
        if (!far.isEmpty()) {
            context.put("anti-affinity", String.join(",", far));
        }
        return context;
    }

    private static void remember(Map<String, String> metadata, String key, List<String> ids) {
        for (var at = 0; at < ids.size(); at += IDS_IN_A_VALUE) {
            var some = ids.subList(at, Math.min(at + IDS_IN_A_VALUE, ids.size()));
            metadata.put(numbered(key, at / IDS_IN_A_VALUE), String.join(",", some));
        }
    }

    private static List<String> remembered(Map<String, String> metadata, String key) {
        var ids = new ArrayList<String>();
        IntStream.range(0, MOST_VALUES)
                .mapToObj(number -> numbered(key, number))
                .takeWhile(metadata::containsKey)
                .forEach(name -> ids.addAll(listed(metadata, name)));
        return ids;
    }

    private static String numbered(String key, int number) {
        return number == 0 ? key : key + "-" + (number + 1);
    }
}
