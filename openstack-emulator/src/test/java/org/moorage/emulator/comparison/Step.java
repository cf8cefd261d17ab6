package org.moorage.emulator.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// One line of the list of requests.
///
/// @param text the line as it stands, which also names the step
sealed interface Step {
    String text();

    /// A request whose answer is compared.
    ///
    /// @param token `good`, `bad` or `none`
    /// @param shapeOnly whether types are compared, not values
    record Ask(
            String text,
            String service,
            String token,
            String method,
            String path,
            Optional<String> version,
            String body,
            Optional<Keep> keep,
            boolean shapeOnly)
            implements Step {}

    /// Waits until a Cinder object is in a state.
    record Await(String text, String path, String key, String status) implements Step {}

    /// Waits until what a Manila page shows at a pointer is that; `gone` waits for 404.
    record AwaitShare(String text, String path, String pointer, String value) implements Step {}

    /// Waits until a volume shows that many attachments.
    record AwaitAttachments(String text, String volume, int count) implements Step {}

    /// A part of an answer that later lines use.
    record Keep(String name, String pointer) {}

    Pattern ASK = Pattern.compile(
            "(~?)(volume|compute|identity|share)(?::(bad|none))? ([A-Z]+) (\\S+)(?: (\\S+))?(?: (.*?))??"
                    + "(?: => (\\w+)=(\\S+))?");

    static List<Step> parse(String list) {
        var steps = new ArrayList<Step>();
        list.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .forEach(line -> steps.add(line(line)));
        return steps;
    }

    private static Step line(String line) {
        var words = line.split(" ");
        if (words[0].equals("await")) {
            return new Await(line, words[1], words[2], words[3]);
        }
        if (words[0].equals("await-share")) {
            return new AwaitShare(line, words[1], words[2], words[3]);
        }
        if (words[0].equals("await-attachments")) {
            return new AwaitAttachments(line, words[1], Integer.parseInt(words[2]));
        }
        var matcher = ASK.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not a request: " + line);
        }
        var version = Optional.ofNullable(matcher.group(6)).filter(text -> !text.equals("-"));
        var keep = Optional.ofNullable(matcher.group(8)).map(name -> new Keep(name, matcher.group(9)));
        return new Ask(
                line,
                matcher.group(2),
                matcher.group(3) == null ? "good" : matcher.group(3),
                matcher.group(4),
                matcher.group(5),
                version,
                matcher.group(7) == null ? "" : matcher.group(7),
                keep,
                !matcher.group(1).isEmpty());
    }
}
