package org.moorage.emulator.nova;

import org.jspecify.annotations.Nullable;

/// A volume of a server, from the moment Nova has accepted the attachment until it has ended the detachment.
///
/// @param device such as /dev/vdb
/// @param attachmentId Cinder's
record Attached(
        String serverId,
        String volumeId,
        String device,
        String attachmentId,
        String bdmId,
        @Nullable String tag,
        boolean deleteOnTermination) {}
