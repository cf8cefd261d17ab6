package org.moorage.openstack.session;

import java.util.Optional;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;

/// Where a cloud has its connection from. Safe for many threads.
interface Connections extends AutoCloseable {
    /// The connection to use now.
    ///
    /// @throws OpenStackError if there is none yet; it says why
    Connection current();

    /// The connection that takes the place of one that failed, made now if the configuration has changed; empty if
    /// there is none before the deadline.
    Optional<Connection> insteadOf(Connection failed, Deadline deadline);

    @Override
    void close();

    /// A connection that stays.
    record Lasting(Connection current) implements Connections {
        @Override
        public Optional<Connection> insteadOf(Connection failed, Deadline deadline) {
            return Optional.empty();
        }

        @Override
        public void close() {
            current.close();
        }
    }
}
