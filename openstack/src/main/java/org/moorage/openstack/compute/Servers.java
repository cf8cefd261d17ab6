package org.moorage.openstack.compute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;

/// Nova's servers and the volumes attached to them, one request a method. Every method throws {@link
/// OpenStackError} when the request brings no usable answer. Safe for many threads.
public final class Servers {
    /// Attaching a volume that several servers may share.
    private static final String MULTIATTACH = "2.60";

    private final Endpoint endpoint;

    /// @param endpoint the compute service of one cloud
    public Servers(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    /// Whether there is a server of that id.
    public boolean exists(String server, Deadline deadline) {
        try {
            endpoint.send(Calls.get("server_get", path(server), Map.of(), Optional.empty()), deadline);
            return true;
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return false;
            }
            throw error;
        }
    }

    /// The addresses that the server itself has in its networks, floating ones left out; empty when there is no such
    /// server.
    public Optional<List<String>> addresses(String server, Deadline deadline) {
        try {
            var call = Calls.get("server_get", path(server), Map.of(), Optional.empty());
            return Optional.of(
                    endpoint.send(call, deadline).as(ServerWire.One.class).addresses());
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    /// Whether there is a server of that id that Nova has not finished making.
    public boolean beingBuilt(String server, Deadline deadline) {
        try {
            var call = Calls.get("server_get", path(server), Map.of(), Optional.empty());
            return endpoint.send(call, deadline).as(ServerWire.One.class).beingBuilt();
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return false;
            }
            throw error;
        }
    }

    /// Asks to attach the volume to the server. Returns once Nova has taken it on; whether it comes about is to
    /// be seen in Cinder.
    ///
    /// Sent again when its outcome is not known, since Nova attaches a volume to a server no second time. So it may
    /// be the repeat that is refused, while the volume is on its way.
    ///
    /// @param multiattach whether several servers may share the volume, which a newer version must be asked for
    public void attach(String server, String volume, boolean multiattach, Deadline deadline) {
        var body = new ServerWire.Attach(new ServerWire.AttachBody(volume));
        var version = multiattach ? Optional.of(MULTIATTACH) : Optional.<String>empty();
        endpoint.send(Calls.repeatablePost("volume_attach", volumes(server), body, version), deadline);
    }

    /// Asks to detach the volume from the server. Returns once Nova has taken it on.
    public void detach(String server, String volume, Deadline deadline) {
        var path = volumes(server) + "/" + Calls.part(volume);
        endpoint.send(Calls.delete("volume_detach", path, Optional.empty()), deadline);
    }

    /// Whether Nova holds an attachment of the volume to the server, complete or not.
    public boolean holds(String server, String volume, Deadline deadline) {
        var path = volumes(server) + "/" + Calls.part(volume);
        try {
            endpoint.send(Calls.get("server_volume_get", path, Map.of(), Optional.empty()), deadline);
            return true;
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return false;
            }
            throw error;
        }
    }

    private static String path(String server) {
        return "/servers/" + Calls.part(server);
    }

    private static String volumes(String server) {
        return path(server) + "/os-volume_attachments";
    }
}
