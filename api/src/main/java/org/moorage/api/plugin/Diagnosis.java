package org.moorage.api.plugin;

import java.util.List;
import org.moorage.api.Deadline;

/// Looks at all that a backend needs, for `moorage doctor`: reads only, and says of each thing how it stands.
public interface Diagnosis extends Role {
    /// Examines what can be reached until the deadline. What cannot be looked at is a finding, too; nothing is
    /// thrown.
    List<Finding> examine(Deadline deadline);
}
