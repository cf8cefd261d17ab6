package org.moorage.server.orphans;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.moorage.api.inventory.OwnedObject;

/// Every text that the cluster's objects hold about storage: what is named there in any way is in use, whichever
/// driver's object names it.
public final class ClusterNames {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final Set<String> texts = new HashSet<>();
    private boolean snapshotsKnown = true;

    /// Nothing yet.
    public ClusterNames() {}

    /// Takes a text of an object, and each UUID in it.
    public void add(String text) {
        texts.add(text);
        uuids(text).forEach(texts::add);
    }

    /// Notes that the cluster has no objects for snapshots, so that nothing can be said about these.
    public void withoutSnapshots() {
        snapshotsKnown = false;
    }

    /// Whether anything can be said about objects of that kind.
    boolean judges(OwnedObject.Kind kind) {
        return kind == OwnedObject.Kind.VOLUME || snapshotsKnown;
    }

    /// Whether the cluster names the object: its id, its name, or a UUID within either. The name counts, since it
    /// holds the uid of a claim or a VolumeSnapshot for which the object may just be in the making.
    boolean name(OwnedObject object) {
        return names(object.id()) || (!object.name().isEmpty() && names(object.name()));
    }

    private boolean names(String text) {
        return texts.contains(text) || uuids(text).stream().anyMatch(texts::contains);
    }

    private static Set<String> uuids(String text) {
        var found = new HashSet<String>();
        var matcher = UUID.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group().toLowerCase(Locale.ROOT));
        }
        return found;
    }
}
