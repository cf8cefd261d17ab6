package org.moorage.manila;

import java.util.LinkedHashMap;
import java.util.stream.Collectors;
import org.moorage.api.volume.Volume;
import org.moorage.api.volume.VolumeId;
import org.moorage.openstack.sharedfilesystem.AccessRule;

/// Manila's shares as the callers of CSI see them.
///
/// @param settings what the operator set
record ShareAnswers(DriverSettings settings) {
    /// A share that was asked for. Its context has all that a node needs, but for a cephx key, which
    /// stands in no PersistentVolume.
    Volume created(Creation.Made made, WantedShare wanted) {
        var share = made.share();
        var context = new LinkedHashMap<>(wanted.parameters().node());
        context.put(ContextKeys.SHARE_ID, share.id());
        if (!made.rules().isEmpty()) {
            context.put(
                    ContextKeys.ACCESS_IDS,
                    made.rules().stream().map(AccessRule::id).collect(Collectors.joining(",")));
        }
        share.group().ifPresent(group -> context.put(ContextKeys.GROUP_ID, group));
        context.putAll(WantedHints.context(share));
        context.put(ContextKeys.PROTOCOL, share.protocol());
        if (!made.paths().isEmpty()) {
            context.put(ContextKeys.EXPORT_LOCATIONS, String.join("\n", made.paths()));
        }
        made.fsName().ifPresent(name -> context.put(ContextKeys.FS_NAME, name));
        return new Volume(
                new VolumeId(share.id()),
                share.size(),
                context,
                wanted.placement().accessible(share.availabilityZone(), wanted.spec(), settings),
                wanted.spec().source());
    }
}
