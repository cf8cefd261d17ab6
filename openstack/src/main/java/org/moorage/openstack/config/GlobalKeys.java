package org.moorage.openstack.config;

import java.util.List;

/// The keys of `[Global]` in `cloud.conf`, as the Go drivers spell them.
final class GlobalKeys {
    static final String AUTH_URL = "auth-url";
    static final String USERNAME = "username";
    static final String USER_ID = "user-id";
    static final String PASSWORD = "password";
    static final String TENANT_ID = "tenant-id";
    static final String TENANT_NAME = "tenant-name";
    static final String DOMAIN_ID = "domain-id";
    static final String DOMAIN_NAME = "domain-name";
    static final String TENANT_DOMAIN_ID = "tenant-domain-id";
    static final String TENANT_DOMAIN_NAME = "tenant-domain-name";
    static final String USER_DOMAIN_ID = "user-domain-id";
    static final String USER_DOMAIN_NAME = "user-domain-name";
    static final String REGION = "region";
    static final String ENDPOINT_TYPE = "os-endpoint-type";
    static final String CA_FILE = "ca-file";
    static final String CA_FILE_CONTENTS = "cafilecontents";
    static final String TLS_INSECURE = "tls-insecure";
    static final String CERT_FILE = "cert-file";
    static final String KEY_FILE = "key-file";
    static final String TRUST_ID = "trust-id";
    static final String TRUSTEE_ID = "trustee-id";
    static final String TRUSTEE_PASSWORD = "trustee-password";
    static final String APPLICATION_CREDENTIAL_ID = "application-credential-id";
    static final String APPLICATION_CREDENTIAL_NAME = "application-credential-name";
    static final String APPLICATION_CREDENTIAL_SECRET = "application-credential-secret";
    static final String TOKEN = "token";
    static final String USE_CLOUDS = "use-clouds";
    static final String CLOUDS_FILE = "clouds-file";
    static final String CLOUD = "cloud";
    static final String ZONE_MAP = "zone-map";

    static final List<String> ALL = List.of(
            AUTH_URL,
            USERNAME,
            USER_ID,
            PASSWORD,
            TENANT_ID,
            TENANT_NAME,
            DOMAIN_ID,
            DOMAIN_NAME,
            TENANT_DOMAIN_ID,
            TENANT_DOMAIN_NAME,
            USER_DOMAIN_ID,
            USER_DOMAIN_NAME,
            REGION,
            ENDPOINT_TYPE,
            CA_FILE,
            CA_FILE_CONTENTS,
            TLS_INSECURE,
            CERT_FILE,
            KEY_FILE,
            TRUST_ID,
            TRUSTEE_ID,
            TRUSTEE_PASSWORD,
            APPLICATION_CREDENTIAL_ID,
            APPLICATION_CREDENTIAL_NAME,
            APPLICATION_CREDENTIAL_SECRET,
            TOKEN,
            USE_CLOUDS,
            CLOUDS_FILE,
            CLOUD,
            ZONE_MAP);

    private GlobalKeys() {}
}
