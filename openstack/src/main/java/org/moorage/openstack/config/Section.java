package org.moorage.openstack.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.moorage.api.Secret;

/// One section as merged from all files: the last value of each key. What is wrong with a value becomes a
/// line in the list of problems, and the value counts as not given.
final class Section {
    private final String title;
    private final Vocabulary vocabulary;
    private final List<String> problems;
    private final Map<String, Setting> settings = new LinkedHashMap<>();
    private final Set<Path> files = new LinkedHashSet<>();

    Section(String title, List<String> problems) {
        this(title, Vocabulary.CLOUD_CONF, problems);
    }

    /// @param vocabulary how messages spell the keys
    Section(String title, Vocabulary vocabulary, List<String> problems) {
        this.title = title;
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    /// Takes a setting; the last of a key counts.
    void put(Setting setting) {
        files.add(setting.place().file());
        if (!setting.key().isEmpty()) {
            settings.put(setting.key(), setting);
        }
    }

    /// Takes values for keys that are not given yet.
    void fill(Map<String, String> values, Path source) {
        values.forEach((key, value) -> {
            if (find(key) == null) {
                put(new Setting("", "", key, Optional.of(new Secret(value)), new Place(source, 0)));
            }
        });
    }

    /// The settings in the order in which they came.
    List<Setting> settings() {
        return new ArrayList<>(settings.values());
    }

    /// Where the section is written, for messages: `cloud.conf [Global]`.
    String where() {
        return (files.stream().map(Path::toString).collect(Collectors.joining(", ")) + " " + title).strip();
    }

    /// Where the key is written, for messages.
    String where(String key) {
        var setting = settings.get(key);
        return (setting == null ? where() : setting.place().toString()) + ": " + spell(key);
    }

    /// How the keys are spelled where the section is written.
    Vocabulary vocabulary() {
        return vocabulary;
    }

    /// The spelling of the key there.
    String spell(String key) {
        return vocabulary.spell(key);
    }

    /// The text of a key; an empty one counts as not given.
    Optional<String> text(String key) {
        return secret(key).map(Secret::reveal);
    }

    /// The text of a key that must not be shown.
    Optional<Secret> secret(String key) {
        var setting = find(key);
        if (setting == null) {
            return Optional.empty();
        }
        if (setting.value().isEmpty()) {
            problems.add(where(key) + " has no value: write " + spell(key) + " = VALUE");
        }
        return setting.value();
    }

    /// Whether the key is given without `=`.
    boolean bare(String key) {
        var setting = settings.get(key);
        return setting != null && setting.value().isEmpty();
    }

    /// Whether a switch is on; a key without `=` is.
    boolean enabled(String key) {
        var setting = find(key);
        if (setting == null) {
            return false;
        }
        if (setting.value().isEmpty()) {
            return true;
        }
        return switch (setting.value().get().reveal().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            case String other -> {
                problems.add(where(key) + " is '" + other + "': write true or false");
                yield false;
            }
        };
    }

    /// The whole number of a key, decimal or with `0x`.
    int integer(String key, int fallback) {
        var text = text(key);
        if (text.isEmpty()) {
            return fallback;
        }
        try {
            return text.get().matches("[-+]?0[0-9]+") ? Integer.parseInt(text.get()) : Integer.decode(text.get());
        } catch (NumberFormatException _) {
            problems.add(where(key) + " is '" + text.get() + "': write a whole number");
            return fallback;
        }
    }

    private @Nullable Setting find(String key) {
        var setting = settings.get(key);
        var empty = setting != null
                && setting.value().map(Secret::reveal).filter(String::isEmpty).isPresent();
        return empty ? null : setting;
    }
}
