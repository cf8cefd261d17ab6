package org.moorage.cinder;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.BlockVolume;
import org.moorage.openstack.blockstorage.VolumeStatus;

/// Finds the volumes that the annotations of a claim name: by id what looks like one, else by name, as the Go driver
/// does. Each is looked up once; Cinder has no filter for several names or ids.
///
/// @param cloud    where the volumes are
/// @param settings what the operator set
/// @param what     what is being done, for messages
/// @param deadline how long it may take
record AffinitySearch(CinderCloud cloud, DriverSettings settings, String what, Deadline deadline) {
    private static final Pattern UUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    /// The volumes of both annotations.
    ///
    /// @throws Failure.Invalid one of them is not there, or its name is that of several
    Affinity of(Map<String, String> annotations) {
        var found = new HashMap<String, String>();
        var near = ids(annotations, Affinity.NEAR, found);
        return new Affinity(near, ids(annotations, Affinity.FAR, found));
    }

    private List<String> ids(Map<String, String> annotations, String key, Map<String, String> found) {
        Set<String> listed = Affinity.listed(annotations, key);
        for (var text : listed) {
            if (!found.containsKey(text)) {
                found.put(text, id(text, key));
            }
        }
        // The id and the name of one volume may both be there, and Cinder refuses an id that comes twice.
        return listed.stream().map(found::get).distinct().toList();
    }

    private String id(String text, String key) {
        var byId = UUID.matcher(text).matches()
                ? Answers.find(what, () -> cloud.volumes().show(text, deadline).id())
                : Optional.<String>empty();
        return byId.orElseGet(() -> named(text, key));
    }

    private String named(String name, String key) {
        var all = Answers.read(what, () -> cloud.volumes().named(name, settings.ignoreVolumeMicroversion(), deadline))
                .entries()
                .stream()
                .filter(volume -> volume.name().equals(name))
                .filter(volume -> volume.status() != VolumeStatus.Known.DELETING)
                .map(BlockVolume::id)
                .toList();
        if (all.isEmpty()) {
            throw new Failure.Invalid(what + ": annotation " + key + " of the claim: there is no volume '" + name
                    + "'; name a volume of this project by its id or name");
        }
        if (all.size() > 1) {
            throw new Failure.Invalid(what + ": annotation " + key + " of the claim: several volumes are called '"
                    + name + "': write the id of the one that is meant, one of " + String.join(", ", all));
        }
        return all.getFirst();
    }
}
