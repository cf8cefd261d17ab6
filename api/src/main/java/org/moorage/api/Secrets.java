package org.moorage.api;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The secrets that came with one request, by key (CSI 1.13, "Secrets Requirements").
///
/// Keys may be shown, values never: `toString` prints `***` for each value. Immutable.
public final class Secrets {
    private static final Secrets NONE = new Secrets(Map.of());

    private final Map<String, Secret> byKey;

    private Secrets(Map<String, Secret> byKey) {
        this.byKey = byKey;
    }

    /// The secrets of a request that carries none.
    public static Secrets none() {
        return NONE;
    }

    /// Wraps the texts of a request, each under its key.
    public static Secrets of(Map<String, String> texts) {
        return new Secrets(texts.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> new Secret(entry.getValue()))));
    }

    /// The secret under that key, if the request carries one.
    public Optional<Secret> find(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /// All secrets of the request, by key.
    public Map<String, Secret> byKey() {
        return byKey;
    }

    /// Whether the request carries no secret at all.
    public boolean isEmpty() {
        return byKey.isEmpty();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secrets secrets && byKey.equals(secrets.byKey);
    }

    @Override
    public int hashCode() {
        return byKey.hashCode();
    }

    @Override
    public String toString() {
        return new TreeMap<>(byKey).toString();
    }
}
