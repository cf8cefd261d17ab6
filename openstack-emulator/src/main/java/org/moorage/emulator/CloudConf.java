package org.moorage.emulator;

import java.net.URI;
import org.moorage.emulator.keystone.Accounts;

/// Writes what a client needs to log in, in the dialect of the Go drivers' cloud.conf.
record CloudConf(URI authUrl, String region, Accounts accounts) {
    String byCredential() {
        return """
                [Global]
                auth-url = %s
                region = %s
                application-credential-id = %s
                application-credential-secret = %s
                """.formatted(
                        authUrl,
                        region,
                        accounts.credential().id(),
                        accounts.credential().secret());
    }

    String byPassword() {
        return """
                [Global]
                auth-url = %s
                region = %s
                username = %s
                password = %s
                tenant-name = %s
                domain-name = %s
                """.formatted(
                        authUrl,
                        region,
                        accounts.user().name(),
                        accounts.user().password(),
                        Accounts.PROJECT_NAME,
                        Accounts.DOMAIN_NAME);
    }

    String byTrust() {
        return """
                [Global]
                auth-url = %s
                region = %s
                trust-id = %s
                trustee-id = %s
                trustee-password = %s
                """.formatted(
                        authUrl,
                        region,
                        accounts.trustId(),
                        accounts.trustee().id(),
                        accounts.trustee().password());
    }
}
