package org.moorage.openstack.session;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The services in use: their types in the catalog, and how each is told a microversion.
public enum ServiceKind {
    /// Cinder.
    BLOCK_STORAGE("block storage (Cinder)", "volume", "X-OpenStack-Volume-API-Version"),
    /// Nova.
    COMPUTE("compute (Nova)", "compute", "X-OpenStack-Nova-API-Version"),
    /// Manila.
    SHARED_FILE_SYSTEM("shared file systems (Manila)", "shared-file-system", "X-OpenStack-Manila-API-Version");

    /// What Manila wants to see before it shows share groups in a version before 2.55.
    private static final Map<String, String> EXPERIMENTS = Map.of("X-OpenStack-Manila-API-Experimental", "true");

    private final String title;
    private final String versionName;
    private final String oldVersionHeader;

    ServiceKind(String title, String versionName, String oldVersionHeader) {
        this.title = title;
        this.versionName = versionName;
        this.oldVersionHeader = oldVersionHeader;
    }

    /// The service's name in messages.
    String title() {
        return title;
    }

    /// The types by which catalogs list it, best first.
    List<String> types() {
        return switch (this) {
            case BLOCK_STORAGE -> List.of("block-storage", "volumev3", "block-store", "volume", "volumev2");
            case COMPUTE -> List.of("compute");
            case SHARED_FILE_SYSTEM -> List.of("shared-file-system", "sharev2", "share");
        };
    }

    /// The headers that ask for a microversion, the current spelling and the one before it.
    Map<String, String> versionHeaders(String microversion) {
        var headers = new HashMap<>(this == SHARED_FILE_SYSTEM ? EXPERIMENTS : Map.of());
        headers.put("OpenStack-API-Version", versionName + " " + microversion);
        headers.put(oldVersionHeader, microversion);
        return headers;
    }
}
