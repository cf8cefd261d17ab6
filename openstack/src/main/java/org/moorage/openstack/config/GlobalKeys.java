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

    /// All of them, and what they say.
    static final List<Parameter> DECLARED = List.of(
            new Parameter(AUTH_URL, "Keystone, with or without `/v3`"),
            new Parameter(USERNAME, "a user by its name"),
            new Parameter(USER_ID, "a user by its id"),
            new Parameter(PASSWORD, "the user's password"),
            new Parameter(TENANT_ID, "the project by its id"),
            new Parameter(TENANT_NAME, "the project by its name"),
            new Parameter(DOMAIN_ID, "the domain of user and project, unless they have their own, by its id"),
            new Parameter(DOMAIN_NAME, "the same by its name"),
            new Parameter(TENANT_DOMAIN_ID, "the project's domain by its id"),
            new Parameter(TENANT_DOMAIN_NAME, "the project's domain by its name"),
            new Parameter(USER_DOMAIN_ID, "the user's domain by its id"),
            new Parameter(USER_DOMAIN_NAME, "the user's domain by its name"),
            new Parameter(REGION, "the region whose URLs of the catalog are used"),
            Parameter.typed(ENDPOINT_TYPE, "public", "which of its URLs are used: `public`, `internal`, `admin`"),
            new Parameter(CA_FILE, "a file of the certificates that are believed"),
            new Parameter(CA_FILE_CONTENTS, "the same as text; the file wins"),
            Parameter.typed(TLS_INSECURE, "false", "`true` believes any certificate"),
            new Parameter(CERT_FILE, "a client certificate, beside any of the credentials"),
            new Parameter(KEY_FILE, "its key"),
            new Parameter(TRUST_ID, "a trust"),
            new Parameter(TRUSTEE_ID, "the trustee; without one it is the user, with the user's password"),
            new Parameter(TRUSTEE_PASSWORD, "the trustee's password"),
            new Parameter(APPLICATION_CREDENTIAL_ID, "an application credential by its id"),
            new Parameter(APPLICATION_CREDENTIAL_NAME, "an application credential by its name, which needs its user"),
            new Parameter(APPLICATION_CREDENTIAL_SECRET, "its secret"),
            new Parameter(TOKEN, "a token, which cannot be renewed"),
            Parameter.typed(USE_CLOUDS, "false", "`true` takes what is not said here from `clouds.yaml`"),
            new Parameter(CLOUDS_FILE, "where that is"),
            new Parameter(CLOUD, "which cloud of it"),
            new Parameter(
                    ZONE_MAP,
                    "new, and passed over by the Go driver: which of Cinder's availability zones serves "
                            + "which of Nova's: `nova-a:cinder-1, nova-b:cinder-1`; zones that it does not name bear "
                            + "one name on both sides"));

    static final List<String> ALL = DECLARED.stream().map(Parameter::key).toList();

    private GlobalKeys() {}
}
