package org.moorage.openstack.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// What `[Metadata]` says.
///
/// @param searchOrder where an instance looks for its own id and zone, in order, as written; an unknown
///     name is an error only when it is reached
/// @param requestTimeout how long one request to the metadata service may take
public record MetadataSection(List<String> searchOrder, Optional<Duration> requestTimeout) {
    /// The name of the config drive in a search order.
    public static final String CONFIG_DRIVE = "configDrive";

    /// The name of the metadata service in a search order.
    public static final String METADATA_SERVICE = "metadataService";

    /// What holds where nothing is written.
    public static final MetadataSection DEFAULT =
            new MetadataSection(List.of(CONFIG_DRIVE, METADATA_SERVICE), Optional.empty());

    /// Copies the list.
    public MetadataSection {
        searchOrder = List.copyOf(searchOrder);
    }
}
