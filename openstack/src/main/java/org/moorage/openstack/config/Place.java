package org.moorage.openstack.config;

import java.nio.file.Path;

/// Where something is written, for messages: `cloud.conf:12`, or the file alone where no line is known
/// (line 0).
record Place(Path file, int line) {
    @Override
    public String toString() {
        return line == 0 ? file.toString() : file + ":" + line;
    }
}
