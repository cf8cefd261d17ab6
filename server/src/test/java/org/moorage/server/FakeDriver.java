package org.moorage.server;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.moorage.api.plugin.Backend;
import org.moorage.api.plugin.BackendProvider;
import org.moorage.api.plugin.DriverIdentity;
import org.moorage.api.plugin.Option;
import org.moorage.api.plugin.Role;
import org.moorage.api.plugin.Settings;
import org.moorage.api.plugin.Surroundings;
import org.moorage.api.volume.Health;
import org.moorage.server.node.VolumeHost;

/// A driver in memory, with the roles it is given; by default all there are.
public final class FakeDriver implements BackendProvider {
    private final Script script = new Script();
    private final FakeStorage storage = new FakeStorage(script);
    private final FakeHost host = new FakeHost(script);
    private final Optional<List<Role>> roles;
    private volatile boolean opened;
    private volatile boolean closed;
    private volatile boolean endless;

    private FakeDriver(Optional<List<Role>> roles) {
        this.roles = roles;
    }

    public static FakeDriver withAllRoles() {
        return new FakeDriver(Optional.empty());
    }

    public static FakeDriver withRoles(Role... roles) {
        return new FakeDriver(Optional.of(List.of(roles)));
    }

    public Script script() {
        return script;
    }

    public FakeStorage storage() {
        return storage;
    }

    public VolumeHost host() {
        return host;
    }

    /// Makes all volumes of the host be like that.
    public void fall(Health ill) {
        host.fall(ill);
    }

    /// Lets it not come back from its end, for as long as a test may last.
    public void hangAtItsEnd() {
        endless = true;
    }

    public boolean opened() {
        return opened;
    }

    public boolean closed() {
        return closed;
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public List<Option> options() {
        return List.of(new Option("cluster", Option.Kind.TEXT, "", "Cluster"));
    }

    @Override
    public Backend open(Settings settings, Surroundings surroundings) {
        opened = true;
        return new Backend() {
            @Override
            public DriverIdentity driver() {
                return new DriverIdentity("fake.csi.moorage.org", "1.0@" + surroundings.version(), true);
            }

            @Override
            public List<Role> roles() {
                return roles.orElse(List.of(storage));
            }

            @Override
            public void close() {
                while (endless) {
                    LockSupport.parkNanos(10_000_000);
                    Thread.interrupted();
                }
                closed = true;
            }
        };
    }
}
