package org.moorage.openstack.sharedfilesystem;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.OpenStackError;

/// Manila's share types, one request a method. Every method throws {@link OpenStackError} when the request brings no
/// usable answer. Safe for many threads.
public final class ShareTypes {
    private final Dialect dialect;

    ShareTypes(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The types that the project may use.
    public List<ShareType> list(Deadline deadline) {
        var types = dialect.send(Calls.get("share_type_list", "/types", Map.of(), version(deadline)), deadline)
                .as(Many.class)
                .shareTypes();
        return Optional.ofNullable(types).orElse(List.of()).stream()
                .map(Body::toType)
                .toList();
    }

    /// The type of that id, or else of that name; empty when the project may use none such.
    public Optional<ShareType> find(String idOrName, Deadline deadline) {
        var types = list(deadline);
        return types.stream()
                .filter(type -> type.id().equals(idOrName))
                .findFirst()
                .or(() -> types.stream()
                        .filter(type -> type.name().equals(idOrName))
                        .findFirst());
    }

    /// The type of a share that is made without one; empty when the cloud has none.
    public Optional<ShareType> findDefault(Deadline deadline) {
        var call = Calls.get("share_type_get", "/types/default", Map.of(), version(deadline));
        return Absent.unless(() -> dialect.send(call, deadline).as(One.class))
                .flatMap(one -> Optional.ofNullable(one.shareType()))
                .map(Body::toType);
    }

    private Optional<String> version(Deadline deadline) {
        return dialect.best(deadline, Microversion.DEFAULT_TYPE);
    }

    record Many(@Nullable List<Body> shareTypes) {}

    record One(@Nullable Body shareType) {}

    record Body(
            String id,
            String name,
            @Nullable Boolean isDefault,
            @Nullable Map<String, JsonNode> extraSpecs) {
        ShareType toType() {
            return new ShareType(id, name, Optional.ofNullable(isDefault), texts(extraSpecs));
        }
    }

    /// Specs that a type does not state come as booleans.
    static Map<String, String> texts(@Nullable Map<String, JsonNode> specs) {
        return Optional.ofNullable(specs).orElse(Map.of()).entrySet().stream()
                .filter(spec ->
                        Objects.nonNull(spec.getValue()) && !spec.getValue().isNull())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, spec -> spec.getValue().asText()));
    }
}
