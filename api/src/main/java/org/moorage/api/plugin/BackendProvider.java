package org.moorage.api.plugin;

import java.util.List;

/// Where a backend begins: found by {@link java.util.ServiceLoader} through a `provides` clause of its module.
///
/// The constructor does nothing. One provider may open several backends.
public interface BackendProvider {
    /// The short name by which an operator chooses this backend on the command line: `cinder`.
    String name();

    /// The options that this backend understands beside the server's own, for the command line and its help. One
    /// with the name of an option of the server's (`endpoint`) gives that option this backend's default.
    List<Option> options();

    /// Opens a backend that is ready to serve.
    ///
    /// @throws Refusal if the settings are wrong or what they point at refuses; it lists all that is known to
    ///     be wrong
    Backend open(Settings settings, Surroundings surroundings);
}
