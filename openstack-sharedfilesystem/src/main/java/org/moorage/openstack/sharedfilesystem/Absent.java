package org.moorage.openstack.sharedfilesystem;

import java.util.Optional;
import java.util.function.Supplier;
import org.moorage.openstack.http.OpenStackError;

/// Objects that may not be there.
final class Absent {
    private Absent() {}

    /// What is read; empty when the service says that it is not there.
    static <T> Optional<T> unless(Supplier<T> read) {
        try {
            return Optional.of(read.get());
        } catch (OpenStackError error) {
            if (error.notFound()) {
                return Optional.empty();
            }
            throw error;
        }
    }

    /// Does something with an object that may as well have gone.
    static void ignored(Supplier<?> change) {
        var _ = unless(change);
    }

    /// What the service answers of an object that is not there.
    static OpenStackError error(String what, String id) {
        var message = "there is no " + what + " '" + id + "'";
        return new OpenStackError(
                OpenStackError.Kind.REFUSED, 404, message, Optional.of(message), Optional.empty(), null);
    }
}
