package org.moorage.emulator.fault;

/// The work that the cloud does after it has answered, and that can go wrong or hang on its own.
public enum Operation {
    /// A new volume, blank or from a snapshot or another volume; failing, it ends in `error` with a message.
    CREATE_VOLUME,
    /// Failing, the volume ends in `error_deleting`.
    DELETE_VOLUME,
    /// Failing, the volume ends in `error_extending` at its old size.
    EXTEND_VOLUME,
    /// Failing, the volume is as it was, of its old type; Cinder leaves no word of why.
    RETYPE_VOLUME,
    /// Failing, the snapshot ends in `error`.
    CREATE_SNAPSHOT,
    /// Failing, the snapshot ends in `error_deleting`.
    DELETE_SNAPSHOT,
    /// Failing, the backup ends in `error` with a reason.
    CREATE_BACKUP,
    /// Failing, the backup ends in `error_deleting`.
    DELETE_BACKUP,
    /// Failing, the group ends in `error`.
    CREATE_GROUP,
    /// Volumes put into a group or taken out of it; failing, the group ends in `error`.
    UPDATE_GROUP,
    /// Failing, the group ends in `error`.
    DELETE_GROUP,
    /// Failing, the group snapshot and its members end in `error`.
    CREATE_GROUP_SNAPSHOT,
    /// Failing, the group snapshot and its members end in `error`.
    DELETE_GROUP_SNAPSHOT,
    /// Failing, Nova gives the volume back: it is `available` again and not attached.
    ATTACH,
    /// Failing, the volume stays attached and `in-use`.
    DETACH,
    /// A new, empty share; failing, it ends in `error` with a message of the fault's reason.
    CREATE_SHARE,
    /// Failing, the share ends in `error` with a message of the fault's reason.
    CREATE_SHARE_FROM_SNAPSHOT,
    /// Failing, the share ends in `error_deleting`.
    DELETE_SHARE,
    /// Failing, the share ends in `extending_error` at its old size; for a reason of the scheduler, such as `009`, it
    /// is `available` at its old size with a message.
    EXTEND_SHARE,
    /// Failing, the share ends in `shrinking_error` at its old size.
    SHRINK_SHARE,
    /// Failing, the share ends in `reverting_error`.
    REVERT_SHARE,
    /// Failing, the snapshot ends in `error`.
    CREATE_SHARE_SNAPSHOT,
    /// Failing, the snapshot ends in `error_deleting`.
    DELETE_SHARE_SNAPSHOT,
    /// Access rules given and taken; failing, those under way end in `error`, and so does the state of all.
    UPDATE_ACCESS,
    /// Failing, the share group ends in `error`.
    CREATE_SHARE_GROUP,
    /// Failing, the share group ends in `error`.
    DELETE_SHARE_GROUP,
    /// Failing, the share group snapshot ends in `error`.
    CREATE_SHARE_GROUP_SNAPSHOT,
    /// Failing, the share group snapshot ends in `error`.
    DELETE_SHARE_GROUP_SNAPSHOT
}
