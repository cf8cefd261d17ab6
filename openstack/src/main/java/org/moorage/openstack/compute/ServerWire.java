package org.moorage.openstack.compute;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Servers as they travel, and the JSON of `/servers/{id}/os-volume_attachments`, which Nova spells unlike the rest
/// of its API.
final class ServerWire {
    private ServerWire() {}

    record One(@Nullable Body server) {
        List<String> addresses() {
            var networks = server == null ? null : server.addresses();
            return Optional.ofNullable(networks).orElse(Map.of()).values().stream()
                    .flatMap(List::stream)
                    .filter(address -> !address.floating())
                    .flatMap(address -> Optional.ofNullable(address.addr()).stream())
                    .toList();
        }

        boolean beingBuilt() {
            return server != null && "BUILD".equals(server.status());
        }
    }

    record Body(@Nullable String status, @Nullable Map<String, List<AddressBody>> addresses) {}

    record AddressBody(
            @Nullable String addr,
            @JsonProperty("OS-EXT-IPS:type") @Nullable String kind) {
        /// A floating address is translated on its way to the server, and not what others see of it.
        boolean floating() {
            return "floating".equals(kind);
        }
    }

    record Attach(@JsonProperty("volumeAttachment") AttachBody attachment) {}

    record AttachBody(@JsonProperty("volumeId") String volume) {}
}
