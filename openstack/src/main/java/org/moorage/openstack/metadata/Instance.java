package org.moorage.openstack.metadata;

/// The Nova instance that this process runs on.
///
/// @param id               Nova's id of it
/// @param availabilityZone the zone it runs in, empty where none is known
public record Instance(String id, String availabilityZone) {}
