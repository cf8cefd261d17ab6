package org.moorage.openstack.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.moorage.api.plugin.Refusal;

/// What `cloud.conf` says: the clouds to log in to, and how to treat volumes and instances there.
///
/// The dialect and the keys are those of the Go drivers, so that a file of theirs works unchanged. Immutable.
///
/// @param clouds the access to each cloud by the name of its `[Global "name"]`, in the order written; the
///     unnamed one is `""`
/// @param zoneMaps     the zone map of each cloud, by the same names
/// @param blockStorage what `[BlockStorage]` says
/// @param metadata     what `[Metadata]` says
public record CloudConfiguration(
        Map<String, CloudAccess> clouds,
        Map<String, ZoneMap> zoneMaps,
        BlockStorageSection blockStorage,
        MetadataSection metadata) {
    /// Copies the maps, keeping their order.
    public CloudConfiguration {
        zoneMaps = Map.copyOf(zoneMaps);
        clouds = Collections.unmodifiableMap(new LinkedHashMap<>(clouds));
    }

    /// Reads the files in order, key by key over each other, with the clouds that they name.
    ///
    /// @throws Refusal if a file cannot be read or is wrong, or no cloud is configured; it lists every
    ///     problem
    public static CloudConfiguration read(List<Path> files) {
        return new ConfigurationReader(CloudsFiles.ofThisProcess(), new SeenFiles()).read(files, true);
    }

    /// Reads the files for a process that logs in to no cloud: `[Global]` is not looked at, and may be
    /// missing.
    ///
    /// @throws Refusal if a file cannot be read or is wrong; it lists every problem
    public static CloudConfiguration readForNode(List<Path> files) {
        return new ConfigurationReader(CloudsFiles.ofThisProcess(), new SeenFiles()).read(files, false);
    }
}
