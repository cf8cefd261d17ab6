package org.moorage.api.plugin;

/// Says whether a backend has all that it needs for its first call. A backend without this role has it when it was
/// opened.
public interface Readiness extends Role {
    /// Whether the backend has begun. Once true it stays true: a cloud that goes away later is no reason to start the
    /// driver anew. Asked each second and more often, so it answers from memory, at once.
    boolean ready();
}
