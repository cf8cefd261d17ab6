package org.moorage.openstack.config;

import java.net.URI;
import java.util.Optional;

/// Everything that is needed to log in to one cloud and to choose its endpoints. Its text shows no secret.
///
/// @param authUrl          Keystone's URL, with or without `/v3`
/// @param credential       what to log in with
/// @param region           the region to choose endpoints of; any when empty
/// @param catalogInterface which URLs of the catalog are used
/// @param tls              whom to believe on TLS connections
/// @param vocabulary       how its settings are spelled where they were written, for messages
public record CloudAccess(
        URI authUrl,
        Credential credential,
        Optional<String> region,
        CatalogInterface catalogInterface,
        TlsSettings tls,
        Vocabulary vocabulary) {
    /// An access that `cloud.conf` gives.
    public CloudAccess(
            URI authUrl,
            Credential credential,
            Optional<String> region,
            CatalogInterface catalogInterface,
            TlsSettings tls) {
        this(authUrl, credential, region, catalogInterface, tls, Vocabulary.CLOUD_CONF);
    }
}
