package org.moorage.cinder;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.answer.Answers;
import org.moorage.openstack.blockstorage.GroupType;
import org.moorage.openstack.config.Parameter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The parameters of a VolumeGroupSnapshotClass.
///
/// @param type `group-type`: the name or id of the type that groups are made of
record GroupParameters(Optional<String> type) {
    static final String TYPE = "group-type";

    /// All that a VolumeGroupSnapshotClass can say.
    static final List<Parameter> DECLARED = List.of(new Parameter(
            TYPE,
            "none, must be written",
            "the name or id of a Cinder group type with the spec "
                    + "`consistent_group_snapshot_enabled='<is> True'`, which an administrator makes"));

    private static final String CONSISTENT = "consistent_group_snapshot_enabled";
    private static final String SNAPSHOTTER = "csi.storage.k8s.io/";
    private static final Logger LOG = LoggerFactory.getLogger(GroupParameters.class);

    /// Reads them. Unknown ones are named in the log and ignored.
    static GroupParameters of(Map<String, String> texts) {
        texts.keySet().stream()
                .filter(key -> !key.equals(TYPE) && !key.startsWith(SNAPSHOTTER))
                .forEach(key -> LOG.atWarn()
                        .addKeyValue("parameter", key)
                        .log("unknown VolumeGroupSnapshotClass parameter is ignored"));
        return new GroupParameters(
                Optional.ofNullable(texts.get(TYPE)).map(String::strip).filter(text -> !text.isEmpty()));
    }

    /// The id of the type, which must take snapshots of one moment as far as the cloud lets that be known.
    ///
    /// @throws Failure.Precondition the class names none, or the cloud has no such type
    String requireType(CinderCloud cloud, String what, Deadline deadline) {
        var types = Answers.read(what, () -> cloud.groups().types(deadline));
        var found = types.stream()
                .filter(one -> type.filter(text -> text.equals(one.name()) || text.equals(one.id()))
                        .isPresent())
                .findFirst()
                .orElseThrow(() -> new Failure.Precondition(what + ": "
                        + type.map(text -> "this cloud has no group type '" + text + "'")
                                .orElse("the VolumeGroupSnapshotClass names no group type")
                        + ": set its parameter " + TYPE + " to a group type of the cloud that has the spec "
                        + CONSISTENT
                        + "='<is> True', there are "
                        + types.stream().map(GroupType::name).toList()));
        if (found.specs()
                .filter(specs -> !"<is> True".equals(specs.get(CONSISTENT)))
                .isPresent()) {
            throw new Failure.Precondition(what + ": group type " + found.name() + " does not take its volumes at one"
                    + " moment: an administrator has to give it the spec " + CONSISTENT + "='<is> True'");
        }
        return found.id();
    }
}
