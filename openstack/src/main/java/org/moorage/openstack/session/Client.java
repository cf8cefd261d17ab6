package org.moorage.openstack.session;

import java.time.InstantSource;
import org.moorage.api.plugin.Meters;

/// Who calls a cloud, and what it lends to its sessions.
///
/// @param clock     the time
/// @param meters    where measurements go
/// @param userAgent what the process calls itself: `cinder-csi-plugin/0.1.0`
public record Client(InstantSource clock, Meters meters, String userAgent) {}
