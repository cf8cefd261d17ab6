package org.moorage.api.node;

import org.moorage.api.Identifier;
import org.moorage.api.failure.Failure;

/// The id by which a backend knows a node: a Nova server's UUID. It must never change while the node lives.
///
/// @param value the text as it stands on the wire
public record NodeId(String value) {
    /// @throws Failure.Invalid if the text cannot be an id
    public NodeId {
        Identifier.require("node_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
