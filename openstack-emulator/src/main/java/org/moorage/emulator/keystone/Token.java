package org.moorage.emulator.keystone;

import java.time.Instant;

/// A token that was given out.
///
/// @param method how its owner logged in
record Token(String value, String method, Accounts.Login user, Instant issued, Instant expires) {
    static final String APPLICATION_CREDENTIAL = "application_credential";
    static final String PASSWORD = "password";
    static final String TOKEN = "token";
    static final String TRUST = "trust";
}
