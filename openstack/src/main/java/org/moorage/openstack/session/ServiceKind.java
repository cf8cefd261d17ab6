package org.moorage.openstack.session;

import java.util.List;
import java.util.Map;

/// The services in use: their types in the catalog, and how each is told a microversion.
enum ServiceKind {
    BLOCK_STORAGE("block storage (Cinder)", "volume", "X-OpenStack-Volume-API-Version"),
    COMPUTE("compute (Nova)", "compute", "X-OpenStack-Nova-API-Version");

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
        };
    }

    /// The headers that ask for a microversion, the current spelling and the one before it.
    Map<String, String> versionHeaders(String microversion) {
        return Map.of("OpenStack-API-Version", versionName + " " + microversion, oldVersionHeader, microversion);
    }
}
