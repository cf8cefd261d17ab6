package org.moorage.openstack.blockstorage;

import java.util.Optional;

/// A pool of storage behind Cinder, as its scheduler sees it.
///
/// @param host    the Cinder process that serves it: `storage1@ceph`
/// @param backend the name that volume types choose it by (`volume_backend_name`)
/// @param freeGib how much can still be promised of it, thin provisioning counted, in GiB; empty when the
///     backend does not know or knows no end
public record Pool(String host, Optional<String> backend, Optional<Long> freeGib) {}
