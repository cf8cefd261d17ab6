package org.moorage.emulator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// How a cloud shall be.
///
/// @param listen the address to bind; port 0 takes a free one
/// @param data where volume files and the links to devices are kept
/// @param requestLatency how long each answer waits
/// @param stateTime how long a state such as creating or attaching lasts; zero ends it before the answer is sent
/// @param tokenTime how long a token is good
/// @param devices whether an attachment makes a loop device; as an ordinary user it never does
/// @param regions the regions of the catalog, all of which lead here
/// @param zones Nova's availability zones
/// @param volumeZones Cinder's and Manila's; the first is where a volume or share goes that names none
/// @param limits what the project may have
/// @param shares how Manila is
public record EmulatorSettings(
        InetSocketAddress listen,
        Path data,
        Duration requestLatency,
        Duration stateTime,
        Duration tokenTime,
        boolean devices,
        List<String> regions,
        List<String> zones,
        List<String> volumeZones,
        Limits limits,
        ShareSettings shares) {

    /// What a project may have; -1 is without limit.
    ///
    /// @param volumesPerServer how many volumes a server takes
    /// @param page the largest page of a list
    public record Limits(int volumes, int gigabytes, int snapshots, int volumesPerServer, int page) {
        public static Limits defaults() {
            return new Limits(500, 20_000, 500, 26, 1000);
        }
    }

    public EmulatorSettings {
        regions = List.copyOf(regions);
        zones = List.copyOf(zones);
        volumeZones = List.copyOf(volumeZones);
        if (regions.isEmpty() || zones.isEmpty() || volumeZones.isEmpty()) {
            throw new IllegalArgumentException("a cloud has at least one region and one zone");
        }
    }

    /// For tests: a free port, no latency, states of 20 ms, devices where root may make them.
    public static EmulatorSettings defaults(Path data) {
        return new EmulatorSettings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                data,
                Duration.ZERO,
                Duration.ofMillis(20),
                Duration.ofHours(1),
                true,
                List.of("RegionOne"),
                List.of("az1", "az2"),
                List.of("az1", "az2"),
                Limits.defaults(),
                ShareSettings.defaults());
    }

    public EmulatorSettings listen(InetSocketAddress address) {
        return new EmulatorSettings(
                address,
                data,
                requestLatency,
                stateTime,
                tokenTime,
                devices,
                regions,
                zones,
                volumeZones,
                limits,
                shares);
    }

    public EmulatorSettings requestLatency(Duration time) {
        return new EmulatorSettings(
                listen, data, time, stateTime, tokenTime, devices, regions, zones, volumeZones, limits, shares);
    }

    public EmulatorSettings stateTime(Duration time) {
        return new EmulatorSettings(
                listen, data, requestLatency, time, tokenTime, devices, regions, zones, volumeZones, limits, shares);
    }

    public EmulatorSettings tokenTime(Duration time) {
        return new EmulatorSettings(
                listen, data, requestLatency, stateTime, time, devices, regions, zones, volumeZones, limits, shares);
    }

    public EmulatorSettings devices(boolean wanted) {
        return new EmulatorSettings(
                listen,
                data,
                requestLatency,
                stateTime,
                tokenTime,
                wanted,
                regions,
                zones,
                volumeZones,
                limits,
                shares);
    }

    public EmulatorSettings regions(List<String> names) {
        return new EmulatorSettings(
                listen, data, requestLatency, stateTime, tokenTime, devices, names, zones, volumeZones, limits, shares);
    }

    /// Other zones, of Nova and of Cinder, which need not have the same names.
    public EmulatorSettings zones(List<String> compute, List<String> volume) {
        return new EmulatorSettings(
                listen, data, requestLatency, stateTime, tokenTime, devices, regions, compute, volume, limits, shares);
    }

    public EmulatorSettings limits(Limits newLimits) {
        return new EmulatorSettings(
                listen,
                data,
                requestLatency,
                stateTime,
                tokenTime,
                devices,
                regions,
                zones,
                volumeZones,
                newLimits,
                shares);
    }

    public EmulatorSettings shares(ShareSettings settings) {
        return new EmulatorSettings(
                listen,
                data,
                requestLatency,
                stateTime,
                tokenTime,
                devices,
                regions,
                zones,
                volumeZones,
                limits,
                settings);
    }
}
