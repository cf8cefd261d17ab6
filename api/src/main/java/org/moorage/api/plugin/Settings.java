package org.moorage.api.plugin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The values of a backend's {@link Option}s, as given or by default. Immutable.
public final class Settings {
    private final Map<String, List<String>> values;

    /// @param values the texts of each option by name, in the order given; lists and maps are not yet split at
    ///     commas
    public Settings(Map<String, List<String>> values) {
        var copy = new LinkedHashMap<String, List<String>>();
        values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
        this.values = Map.copyOf(copy);
    }

    /// The last text given for the option; empty when there is none or it is blank.
    public Optional<String> text(String option) {
        var texts = values.getOrDefault(option, List.of());
        return texts.isEmpty() || texts.getLast().isBlank() ? Optional.empty() : Optional.of(texts.getLast());
    }

    /// Whether the option is switched on.
    ///
    /// @throws Refusal if its text is neither `true` nor `false`
    public boolean enabled(String option) {
        return switch (text(option).orElse("false")) {
            case "true", "1", "t", "T", "TRUE", "True" -> true;
            case "false", "0", "f", "F", "FALSE", "False" -> false;
            case String other -> throw new Refusal("--" + option + "=" + other + ": write true or false");
        };
    }

    /// The texts of a repeated option as they were given, blank ones left out.
    public List<String> texts(String option) {
        return values.getOrDefault(option, List.of()).stream()
                .filter(text -> !text.isBlank())
                .toList();
    }

    /// The texts of a list option, split at commas, without surrounding blanks; empty texts stay, since
    /// `--cloud-name=""`
    /// has a meaning.
    public List<String> list(String option) {
        return values.getOrDefault(option, List.of()).stream()
                .flatMap(text -> List.of(text.split(",", -1)).stream())
                .map(String::strip)
                .toList();
    }

    /// The pairs of a map option.
    ///
    /// @throws Refusal if a pair lacks its `=`
    public Map<String, String> map(String option) {
        var pairs = new LinkedHashMap<String, String>();
        for (var pair : list(option)) {
            if (pair.isEmpty()) {
                continue;
            }
            var cut = pair.indexOf('=');
            if (cut < 1) {
                throw new Refusal("--" + option + ": '" + pair + "' is not of the form key=value");
            }
            pairs.put(pair.substring(0, cut), pair.substring(cut + 1));
        }
        return pairs;
    }
}
