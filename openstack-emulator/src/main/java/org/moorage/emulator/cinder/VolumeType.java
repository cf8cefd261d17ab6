package org.moorage.emulator.cinder;

import java.util.Map;

/// A volume type.
record VolumeType(String id, String name, String description, Map<String, String> extraSpecs) {
    boolean multiattach() {
        return "<is> True".equals(extraSpecs.get("multiattach"));
    }
}
