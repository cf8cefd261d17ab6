package org.moorage.openstack.sharedfilesystem;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A share type.
///
/// @param id         its UUID
/// @param name       its name
/// @param standard   whether shares that are made without a type get it; empty when Manila is too old to tell (2.46)
/// @param extraSpecs what a backend must be like, as far as the account may see it
public record ShareType(String id, String name, Optional<Boolean> standard, Map<String, String> extraSpecs) {
    /// Copies the map.
    public ShareType {
        extraSpecs = Map.copyOf(extraSpecs);
    }

    /// Whether its shares have servers of their own, so that each needs a share network.
    public boolean shareServers() {
        return is("driver_handles_share_servers");
    }

    /// Whether snapshots can be taken of its shares.
    public boolean snapshots() {
        return is("snapshot_support");
    }

    /// Whether shares can be made of the snapshots of its shares.
    public boolean sharesOfSnapshots() {
        return is("create_share_from_snapshot_support");
    }

    /// Whether snapshots of its shares can be mounted themselves.
    public boolean mountableSnapshots() {
        return is("mount_snapshot_support");
    }

    /// The zones that its shares can be in (2.48); empty for all.
    public List<String> availabilityZones() {
        return Arrays.stream(extraSpecs.getOrDefault("availability_zones", "").split(","))
                .map(String::strip)
                .filter(zone -> !zone.isEmpty())
                .toList();
    }

    /// The largest size that its shares can have, in GiB (2.61), if it bounds it.
    public Optional<Long> largestGib() {
        return number("provisioning:max_share_size");
    }

    /// The smallest size that its shares can have, in GiB (2.61), if it bounds it.
    public Optional<Long> smallestGib() {
        return number("provisioning:min_share_size");
    }

    private Optional<Long> number(String spec) {
        return Optional.ofNullable(extraSpecs.get(spec))
                .map(String::strip)
                .filter(text -> text.matches("\\d{1,10}"))
                .map(Long::valueOf);
    }

    /// Specs are texts or booleans, and texts may be expressions of the scheduler: `True`, `<is> True`.
    private boolean is(String spec) {
        return extraSpecs
                .getOrDefault(spec, "")
                .toLowerCase(Locale.ROOT)
                .replace("<is>", "")
                .strip()
                .equals("true");
    }
}
