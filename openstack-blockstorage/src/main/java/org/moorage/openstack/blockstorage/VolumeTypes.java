package org.moorage.openstack.blockstorage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;

/// Cinder's volume types, one request a method. Every method throws {@link OpenStackError} when the request
/// brings no usable answer. Safe for many threads.
public final class VolumeTypes {
    private final Endpoint endpoint;

    /// @param endpoint the block-storage service of one cloud
    public VolumeTypes(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// The types that the project may use.
    public List<VolumeType> list(Deadline deadline) {
        var call = Calls.get("type_list", "/types", Map.of(), Optional.empty());
        return Optional.ofNullable(endpoint.send(call, deadline).as(Many.class).volumeTypes())
                .orElse(List.of())
                .stream()
                .map(Body::toType)
                .toList();
    }

    /// The type of a volume that is made without one; empty when the cloud has none.
    public Optional<VolumeType> findDefault(Deadline deadline) {
        try {
            var call = Calls.get("type_get", "/types/default", Map.of(), Optional.empty());
            return Optional.ofNullable(
                            endpoint.send(call, deadline).as(One.class).volumeType())
                    .map(Body::toType);
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    record Many(@Nullable List<Body> volumeTypes) {}

    record One(@Nullable Body volumeType) {}

    record Body(String id, String name, @Nullable Map<String, String> extraSpecs) {
        VolumeType toType() {
            return new VolumeType(id, name, Optional.ofNullable(extraSpecs).orElse(Map.of()));
        }
    }
}
