package org.moorage.cinder;

/// What an operator set for all that the driver does.
///
/// @param cluster                  the cluster's id, written to the metadata of all that is made
/// @param withTopology             whether zones are told to the orchestrator and heeded
/// @param ignoreVolumeZone         whether a new volume answers with the topology asked for, not with its zone
/// @param ignoreVolumeMicroversion whether to speak to a Cinder older than 3.34
record DriverSettings(
        String cluster, boolean withTopology, boolean ignoreVolumeZone, boolean ignoreVolumeMicroversion) {}
