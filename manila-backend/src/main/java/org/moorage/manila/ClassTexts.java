package org.moorage.manila;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.moorage.api.failure.Failure;

/// Parameters or context keys as they are written, read one by one.
///
/// @param what  what they are, for messages: `StorageClass parameter`
/// @param texts the texts by key
record ClassTexts(String what, Map<String, String> texts) {
    private static final Pattern MODE = Pattern.compile("0?[0-7]{1,4}");

    /// The text under that key, if there is one.
    ///
    /// @throws Failure.Invalid it is there and empty, which the Go driver refuses, too
    Optional<String> text(String key) {
        var text = Optional.ofNullable(texts.get(key)).map(String::strip);
        if (text.stream().anyMatch(String::isEmpty)) {
            throw new Failure.Invalid(what + " '" + key + "' is empty: give it a value or leave it out");
        }
        return text;
    }

    /// Whether it is `true`.
    ///
    /// @throws Failure.Invalid it is neither that nor `false`
    boolean flag(String key) {
        return switch (text(key).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            case String other ->
                throw new Failure.Invalid(what + " '" + key + "' is '" + other + "': use true or false");
        };
    }

    /// An address or a network.
    ///
    /// @throws Failure.Invalid it is neither
    Optional<Network> network(String key) {
        return text(key)
                .map(written -> Network.parse(written)
                        .orElseThrow(() -> new Failure.Invalid(what + " '" + key + "' is '" + written
                                + "': use an address or a network such as 10.0.0.0/24")));
    }

    /// Permissions in octal digits.
    ///
    /// @throws Failure.Invalid they are none
    Optional<Integer> mode(String key) {
        return text(key).map(written -> {
            if (!MODE.matcher(written).matches()) {
                throw new Failure.Invalid(
                        what + " '" + key + "' is '" + written + "': use permissions in octal digits, such as 0770");
            }
            return Integer.parseInt(written, 8);
        });
    }

    /// A path that stays inside the volume.
    ///
    /// @throws Failure.Invalid it does not
    Optional<String> pathInside(String key) {
        return text(key).map(written -> {
            var path = written.replaceAll("^/+|/+$", "");
            if (path.isEmpty() || List.of(path.split("/", -1)).contains("..")) {
                throw new Failure.Invalid(
                        what + " '" + key + "' is '" + written + "': use a path inside the share, without '..'");
            }
            return path;
        });
    }
}
