package org.moorage.api.plugin;

/// Tells what a backend has going on, for the server's status page.
public interface StatusReporter extends Role {
    /// How things stand now. Answers from memory, at once, and asks nobody.
    ///
    /// What it says is shown to whoever can reach the page, as text. So it holds no password and no token, and no
    /// user but in the words of a cloud that refused one.
    StatusReport report();
}
