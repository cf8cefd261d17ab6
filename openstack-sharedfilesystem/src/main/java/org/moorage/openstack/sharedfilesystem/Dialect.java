package org.moorage.openstack.sharedfilesystem;

import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.api.failure.Failure;
import org.moorage.openstack.http.Call;
import org.moorage.openstack.http.Calls;
import org.moorage.openstack.http.Endpoint;
import org.moorage.openstack.http.OpenStackError;
import org.moorage.openstack.http.Reply;
import org.moorage.openstack.watch.SharedRead;

/// Manila, and how far its API has come: asked once, and again now and then, since clouds are upgraded. Safe for many
/// threads.
final class Dialect {
    private static final Duration KNOWN_FOR = Duration.ofHours(1);

    /// How a service answers a question that it does not know.
    private static final Set<Integer> UNKNOWN = Set.of(
            HttpURLConnection.HTTP_NOT_FOUND, HttpURLConnection.HTTP_BAD_METHOD, HttpURLConnection.HTTP_NOT_ACCEPTABLE);

    private final Endpoint endpoint;
    private final SharedRead<Microversion> newest;

    Dialect(Endpoint endpoint, InstantSource clock) {
        this.endpoint = endpoint;
        this.newest = new SharedRead<>(this::ask, KNOWN_FOR, clock);
    }

    /// Sends the call.
    ///
    /// @throws OpenStackError if it brings no usable answer
    Reply send(Call call, Deadline deadline) {
        try {
            return endpoint.send(call, deadline);
        } catch (OpenStackError error) {
            if (error.kind() == OpenStackError.Kind.REFUSED && error.status() == 406) {
                // Manila was rolled back since it was asked.
                newest.outdate();
            }
            throw error;
        }
    }

    /// The newest version that Manila speaks.
    Microversion newest(Deadline deadline) {
        return newest.lately(deadline);
    }

    /// Whether Manila speaks that version.
    boolean speaks(Microversion wanted, Deadline deadline) {
        return newest.lately(deadline).compareTo(wanted) >= 0;
    }

    /// The first of these versions that Manila speaks, or the least that is spoken here.
    ///
    /// @param wanted best first
    Optional<String> best(Deadline deadline, Microversion... wanted) {
        var known = newest.lately(deadline);
        return Optional.of(Stream.of(wanted)
                .filter(version -> known.compareTo(version) >= 0)
                .findFirst()
                .orElse(Microversion.LEAST)
                .toString());
    }

    /// That version.
    ///
    /// @param what what needs it, for the message
    /// @throws Failure.Invalid Manila is too old for it
    Optional<String> require(Microversion wanted, String what, Deadline deadline) {
        var known = newest.lately(deadline);
        if (known.compareTo(wanted) < 0) {
            throw new Failure.Invalid(what + " needs version " + wanted + " of Manila's API, and this cloud's goes to "
                    + known + ": do without, or have Manila upgraded");
        }
        return Optional.of(wanted.toString());
    }

    private Microversion ask(Deadline deadline) {
        var known = told(deadline);
        if (known.compareTo(Microversion.LEAST) < 0) {
            throw new Failure.Precondition("this cloud's Manila speaks its API up to version " + known + ", and "
                    + Microversion.LEAST + " (OpenStack Pike) is needed: have it upgraded");
        }
        return known;
    }

    /// A Manila that does not know the question is spoken to in the least version: whatever it
    /// knows beyond, that one it still speaks. Any other answer says nothing of its versions, and
    /// must not be taken for an old Manila's: the marks of access rules, which an old one does
    /// not keep, would seem to be gone.
    private Microversion told(Deadline deadline) {
        try {
            var versions = endpoint.send(Calls.versions("version_get"), deadline)
                    .as(Versions.class)
                    .versions();
            return Optional.ofNullable(versions).orElse(List.of()).stream()
                    .flatMap(version -> Optional.ofNullable(version.version()).flatMap(Microversion::parse).stream())
                    .max(Comparator.naturalOrder())
                    .orElse(Microversion.LEAST);
        } catch (OpenStackError error) {
            if (UNKNOWN.contains(error.status())) {
                return Microversion.LEAST;
            }
            throw error;
        }
    }

    record Versions(@Nullable List<Version> versions) {}

    record Version(@Nullable String version) {}
}
