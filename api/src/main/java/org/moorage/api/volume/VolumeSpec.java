package org.moorage.api.volume;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Secrets;

/// The volume that a caller wants (CSI 1.13, CreateVolumeRequest).
///
/// @param name         the key of idempotency: one volume for each name
/// @param capacity     its size
/// @param capabilities the ways in which it shall be usable; at least one
/// @param parameters   the parameters of the StorageClass, as written there
/// @param mutableParameters the parameters of the VolumeAttributesClass, as written there; they win over those
///     of the StorageClass, and are empty unless the backend is a {@link VolumeModifier}
/// @param source       what it is filled with; empty for a blank volume
/// @param topology     where it must be reachable from
/// @param secrets      the provisioner's secrets
/// @param annotations  the annotations of the claim that begin with the driver's name, or with the end of it
///                     (`a.b.c/x` for a driver `nfs.a.b.c`), and a `/`; empty unless the server is asked to read them
public record VolumeSpec(
        VolumeName name,
        CapacityRange capacity,
        List<VolumeCapability> capabilities,
        Map<String, String> parameters,
        Map<String, String> mutableParameters,
        Optional<ContentSource> source,
        TopologyRequirement topology,
        Secrets secrets,
        Map<String, String> annotations) {
    /// Copies the collections.
    public VolumeSpec {
        capabilities = List.copyOf(capabilities);
        parameters = Map.copyOf(parameters);
        mutableParameters = Map.copyOf(mutableParameters);
        annotations = Map.copyOf(annotations);
    }

    /// A volume without a VolumeAttributesClass, whose claim has no annotations for the driver.
    public VolumeSpec(
            VolumeName name,
            CapacityRange capacity,
            List<VolumeCapability> capabilities,
            Map<String, String> parameters,
            Optional<ContentSource> source,
            TopologyRequirement topology,
            Secrets secrets) {
        this(name, capacity, capabilities, parameters, Map.of(), source, topology, secrets, Map.of());
    }

    /// This, with those parameters of a VolumeAttributesClass.
    public VolumeSpec withMutable(Map<String, String> wanted) {
        return new VolumeSpec(name, capacity, capabilities, parameters, wanted, source, topology, secrets, annotations);
    }

    /// This, with the annotations of its claim.
    public VolumeSpec annotated(Map<String, String> claim) {
        return new VolumeSpec(
                name, capacity, capabilities, parameters, mutableParameters, source, topology, secrets, claim);
    }
}
