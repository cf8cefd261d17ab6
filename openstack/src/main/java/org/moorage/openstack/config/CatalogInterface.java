package org.moorage.openstack.config;

/// Which of the URLs of a service the catalog is asked for.
public enum CatalogInterface {
    PUBLIC,
    INTERNAL,
    ADMIN
}
