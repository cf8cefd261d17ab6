package org.moorage.openstack.config;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// How the settings of a cloud are spelled where they were written, for messages.
public enum Vocabulary {
    /// The keys of `[Global]` in `cloud.conf`.
    CLOUD_CONF,
    /// The keys of a secret, as the Go driver for Manila has them.
    SECRET;

    private static final Map<String, String> IN_SECRETS = Map.ofEntries(
            Map.entry(GlobalKeys.AUTH_URL, "os-authURL"),
            Map.entry(GlobalKeys.USERNAME, "os-userName"),
            Map.entry(GlobalKeys.USER_ID, "os-userID"),
            Map.entry(GlobalKeys.PASSWORD, "os-password"),
            Map.entry(GlobalKeys.TENANT_ID, "os-projectID"),
            Map.entry(GlobalKeys.TENANT_NAME, "os-projectName"),
            Map.entry(GlobalKeys.DOMAIN_ID, "os-domainID"),
            Map.entry(GlobalKeys.DOMAIN_NAME, "os-domainName"),
            Map.entry(GlobalKeys.TENANT_DOMAIN_ID, "os-projectDomainID"),
            Map.entry(GlobalKeys.TENANT_DOMAIN_NAME, "os-projectDomainName"),
            Map.entry(GlobalKeys.USER_DOMAIN_ID, "os-userDomainID"),
            Map.entry(GlobalKeys.USER_DOMAIN_NAME, "os-userDomainName"),
            Map.entry(GlobalKeys.REGION, "os-region"),
            Map.entry(GlobalKeys.ENDPOINT_TYPE, "os-endpointType"),
            Map.entry(GlobalKeys.CA_FILE, "os-certAuthorityPath"),
            Map.entry(GlobalKeys.CA_FILE_CONTENTS, "os-certAuthority"),
            Map.entry(GlobalKeys.TLS_INSECURE, "os-TLSInsecure"),
            Map.entry(GlobalKeys.CERT_FILE, "os-clientCertPath"),
            Map.entry(GlobalKeys.KEY_FILE, "os-clientKeyPath"),
            Map.entry(GlobalKeys.TRUST_ID, "os-trustID"),
            Map.entry(GlobalKeys.TRUSTEE_ID, "os-trusteeID"),
            Map.entry(GlobalKeys.TRUSTEE_PASSWORD, "os-trusteePassword"),
            Map.entry(GlobalKeys.APPLICATION_CREDENTIAL_ID, "os-applicationCredentialID"),
            Map.entry(GlobalKeys.APPLICATION_CREDENTIAL_NAME, "os-applicationCredentialName"),
            Map.entry(GlobalKeys.APPLICATION_CREDENTIAL_SECRET, "os-applicationCredentialSecret"),
            Map.entry(GlobalKeys.TOKEN, "os-token"),
            Map.entry(GlobalKeys.USE_CLOUDS, "os-useClouds"),
            Map.entry(GlobalKeys.CLOUDS_FILE, "os-cloudsFile"),
            Map.entry(GlobalKeys.CLOUD, "os-cloud"));

    private static final Map<String, String> OF_SECRETS = IN_SECRETS.entrySet().stream()
            .collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    /// The spelling of a key.
    ///
    /// @param key the key as `cloud.conf` spells it
    public String spell(String key) {
        return this == SECRET ? IN_SECRETS.getOrDefault(key, key) : key;
    }

    /// The key of `cloud.conf` that is the secret key's like; empty when it is none of ours.
    static Optional<String> keyOfSecret(String secretKey) {
        return Optional.ofNullable(OF_SECRETS.get(secretKey));
    }
}
