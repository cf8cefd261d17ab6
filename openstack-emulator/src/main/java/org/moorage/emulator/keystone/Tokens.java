package org.moorage.emulator.keystone;

import com.sun.net.httpserver.Headers;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.moorage.emulator.http.Rejection;

/// The tokens given out and still good. May be used by many threads.
public final class Tokens {
    private final Map<String, Token> tokens = new ConcurrentHashMap<>();
    private final InstantSource clock;
    private final Duration life;

    public Tokens(InstantSource clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    /// Refuses a request that carries no good token.
    ///
    /// @throws Rejection 401
    public void require(Headers headers) {
        if (find(headers.getFirst("X-Auth-Token")).isEmpty()) {
            throw unauthorized();
        }
    }

    /// Makes every token that is out a bad one, as an expiry or a revocation would.
    public void expireAll() {
        tokens.clear();
    }

    static Rejection unauthorized() {
        return new Rejection(401, "The request you have made requires authentication.");
    }

    Token issue(String method, Accounts.Login user, @Nullable Token from) {
        var now = clock.instant();
        tokens.values().removeIf(token -> !now.isBefore(token.expires()));
        var token = new Token(
                "gAAAAA" + Accounts.secret() + Accounts.secret(),
                method,
                user,
                now,
                from == null ? now.plus(life) : from.expires());
        tokens.put(token.value(), token);
        return token;
    }

    Optional<Token> find(@Nullable String value) {
        return Optional.ofNullable(value)
                .map(tokens::get)
                .filter(token -> clock.instant().isBefore(token.expires()));
    }
}
