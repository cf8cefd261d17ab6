package org.moorage.openstack.blockstorage;

import java.util.Optional;

/// An attachment as Cinder's attachments API shows it (3.27), complete or not.
///
/// @param id     its UUID
/// @param volume the volume's UUID
/// @param server the server's UUID; empty for a host or a reservation by hand
/// @param status `reserved`, `attaching`, `attached`, `detached` or another
public record BlockAttachment(String id, String volume, Optional<String> server, String status) {}
