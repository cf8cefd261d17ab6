package org.moorage.openstack.session;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Deadline;
import org.moorage.openstack.http.OpenStackError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps one valid token for a credential.
///
/// Only one login runs at a time, on a thread of its own, so that it outlives a caller that goes away; all
/// who need its token wait for it, each until its own deadline. A token that is about to expire is replaced
/// while it is still in use. Safe for many threads.
final class Session {
    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    /// How long one login may take, whoever waits for it.
    private static final Duration LOGIN_LIMIT = Duration.ofSeconds(60);

    /// How long a refusal of the credentials holds: Keystone counts wrong passwords, and locks accounts.
    private static final Duration REFUSAL_HOLDS = Duration.ofSeconds(5);

    /// How long to leave Keystone alone when a renewal ahead of time failed.
    private static final Duration RENEWAL_REST = Duration.ofSeconds(10);

    private final Keystone keystone;
    private final InstantSource clock;
    private final String cloud;
    private @Nullable Token current;
    private @Nullable CompletableFuture<Token> login;
    private @Nullable OpenStackError refusal;
    private Instant quietUntil = Instant.MIN;

    /// @param first the token that the first login brought
    /// @param cloud the cloud, for messages
    Session(Keystone keystone, Token first, InstantSource clock, String cloud) {
        this.current = first;
        this.keystone = keystone;
        this.clock = clock;
        this.cloud = cloud;
    }

    /// A valid token.
    ///
    /// @throws OpenStackError if there is none before the deadline
    Token token(Deadline deadline) {
        CompletableFuture<Token> awaited;
        synchronized (this) {
            var now = clock.instant();
            if (current != null && now.isBefore(current.expiry())) {
                if (!now.isBefore(current.renewAt()) && !now.isBefore(quietUntil)) {
                    var _ = login();
                }
                return current;
            }
            awaited = login();
        }
        return await(awaited, deadline);
    }

    /// When the token in use ends; empty while there is none.
    synchronized Optional<Instant> ends() {
        return Optional.ofNullable(current).map(Token::expiry);
    }

    /// A token other than the one that a service refused.
    ///
    /// @throws OpenStackError if there is none before the deadline
    Token replace(Token refused, Deadline deadline) {
        CompletableFuture<Token> awaited;
        synchronized (this) {
            if (current != null && !current.value().equals(refused.value())) {
                return current;
            }
            current = null;
            awaited = login();
        }
        return await(awaited, deadline);
    }

    /// The login under way, or a new one. To be called under the lock.
    private CompletableFuture<Token> login() {
        if (login != null) {
            return login;
        }
        if (refusal != null && clock.instant().isBefore(quietUntil)) {
            return CompletableFuture.failedFuture(refusal);
        }
        var begun = new CompletableFuture<Token>();
        login = begun;
        Thread.ofVirtual().name("login " + cloud).start(() -> logIn(begun));
        return begun;
    }

    private void logIn(CompletableFuture<Token> begun) {
        try {
            var token = keystone.login(Deadline.after(LOGIN_LIMIT, clock));
            synchronized (this) {
                current = token;
                login = null;
                refusal = null;
            }
            begun.complete(token);
        } catch (OpenStackError e) {
            failed(e);
            begun.completeExceptionally(e);
        } catch (RuntimeException | Error e) {
            synchronized (this) {
                login = null;
            }
            begun.completeExceptionally(e);
        }
    }

    private synchronized void failed(OpenStackError error) {
        login = null;
        var refused = Keystone.refuses(error);
        refusal = refused ? error : null;
        quietUntil = clock.instant().plus(refused ? REFUSAL_HOLDS : RENEWAL_REST);
        if (current != null) {
            LOG.atWarn().log("the token of {} cannot be renewed yet: {}", cloud, error.getMessage());
        }
    }

    private Token await(CompletableFuture<Token> awaited, Deadline deadline) {
        try {
            return awaited.get(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw error(OpenStackError.Kind.DEADLINE, "the caller went away while " + cloud + " was logged in to", e);
        } catch (TimeoutException e) {
            throw error(OpenStackError.Kind.DEADLINE, "the login to " + cloud + " did not end before the deadline", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OpenStackError error) {
                throw notSent(error);
            }
            throw new IllegalStateException("the login to " + cloud + " failed", e.getCause());
        }
    }

    /// A failed login as the failure of the call that needed it: that call was never sent.
    private OpenStackError notSent(OpenStackError error) {
        var kind = Keystone.refuses(error) ? OpenStackError.Kind.UNAUTHENTICATED : OpenStackError.Kind.UNREACHABLE;
        return new OpenStackError(
                kind,
                error.status(),
                "no token for " + cloud + ": " + error.getMessage(),
                error.faultMessage(),
                error.retryAfter(),
                error);
    }

    private static OpenStackError error(OpenStackError.Kind kind, String message, Throwable cause) {
        return new OpenStackError(kind, 0, message, Optional.empty(), Optional.empty(), cause);
    }
}
