package org.moorage.openstack.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.moorage.api.Secret;

class GcfgParserTest {
    private static final Path FILE = Path.of("cloud.conf");
    private static final String ALPHABET = "abzABZ019 \t\"\\;#=[]{}$ü日😀'`%/:@-_.,\n";

    static Stream<Arguments> values() {
        return Stream.of(
                arguments("k=v", "v"),
                arguments("k = v", "v"),
                arguments("  k\t=\tv  ", "v"),
                arguments("k = a b  c ", "a b  c"),
                arguments("k =", ""),
                arguments("k = \"\"", ""),
                arguments("k = v ; comment", "v"),
                arguments("k = v#comment", "v"),
                arguments("k = \"v;#\" ; comment", "v;#"),
                arguments("k = \"  v  \"", "  v  "),
                arguments("k = a\" b \"c", "a b c"),
                arguments("k = \"a\"b\"c\"", "abc"),
                arguments("k = \"a\\\\b\"", "a\\b"),
                arguments("k = \"a\\\"b\"", "a\"b"),
                arguments("k = \"a\\nb\\tc\"", "a\nb\tc"),
                arguments("k = a\\\nb", "ab"),
                arguments("k = a \\\n  b", "a   b"),
                arguments("k = a\\\r\nb", "ab"),
                arguments("k = v\r", "v"),
                arguments("k = a\rb", "ab"),
                arguments("k = a=b", "a=b"),
                arguments("k = [x]", "[x]"),
                arguments("k = $ecret'`%", "$ecret'`%"),
                arguments("k = müß日", "müß日"),
                arguments("k = a\\\"b", "a\"b"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void readsValue(String line, String value) {
        assertThat(valuesOf("[Global]\n" + line)).containsExactly(value);
        assertThat(valuesOf("[Global]\n" + line + "\n")).containsExactly(value);
        assertThat(valuesOf("[Global]\n" + line + "\r\n; end")).containsExactly(value);
    }

    static Stream<Arguments> errors() {
        return Stream.of(
                arguments("x = 1", ":1: 'x' stands before any section: write [Global] above it"),
                arguments("[]", ":1: a section's name is missing after '[': write [Global]"),
                arguments("[Global", ":1: ']' is missing: a section is written [Global] or [Global \"name\"]"),
                arguments("[Global.x]", ":1: ']' is missing: a section is written [Global] or [Global \"name\"]"),
                arguments("[Global \"\"]", ":1: the subsection's name is empty: write [Global]"),
                arguments("[Global \"a]", ":1: the closing '\"' of the subsection's name is missing"),
                arguments("[Global \"a\\n\"]", ":1: '\\' in a subsection's name may be followed by \\ or \" alone"),
                arguments("[Global] x", ":1: unexpected 'x': a line is a [section], a key = value, or a comment"),
                arguments(
                        "[Global]\nauth_url = x",
                        ":2: '=' expected after 'auth', found '_': a key is made of letters, digits and '-'"),
                arguments("[Global]\n= x", ":2: unexpected '=': a line is a [section], a key = value, or a comment"),
                arguments("[Global]\n1x = 1", ":2: unexpected '1': a line is a [section], a key = value, or a comment"),
                arguments(
                        "[Global]\nk = \"a\nb = 1",
                        ":2: the closing '\"' is missing: close the quotes before the line ends"),
                arguments(
                        "[Global]\nk = \"a", ":2: the closing '\"' is missing: close the quotes before the file ends"),
                arguments(
                        "[Global]\nk = \"a\\d\"",
                        ":2: '\\' may be followed by \\ \" n or t alone: write \\\\ for a backslash"),
                arguments(
                        "[Global]\nk = a\\b",
                        ":2: a '\\' outside quotes joins two lines and must end its line: put the value in double"
                                + " quotes and write \\\\ for a backslash"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void saysWhereAndWhatIsWrong(String text, String problem) {
        assertThat(problemsOf(text)).containsExactly("cloud.conf" + problem);
    }

    @Test
    void findsAllErrorsOfAFile() {
        assertThat(problemsOf("[Global]\na_b = 1\nok = 1\nk = \"x\n[Glo\nk = a\\b\n"))
                .extracting(problem -> problem.substring(0, 13))
                .containsExactly("cloud.conf:2:", "cloud.conf:4:", "cloud.conf:5:", "cloud.conf:6:");
    }

    @Test
    void countsLinesAcrossJoinedOnes() {
        assertThat(problemsOf("[Global]\nk = a\\\nb\\\nc\nx_y = 1"))
                .singleElement()
                .asString()
                .startsWith("cloud.conf:5:");
    }

    @Test
    void sectionsAndKeysAreReadInAnyCaseSubsectionsAsWritten() {
        var settings = GcfgParser.parse("[GLOBAL \"West\"]\nAuth-URL = x", FILE, new ArrayList<>());

        assertThat(settings.getLast().section()).isEqualTo("global");
        assertThat(settings.getLast().subsection()).isEqualTo("West");
        assertThat(settings.getLast().key()).isEqualTo("auth-url");
    }

    @Test
    void keyWithoutEqualsSignHasNoValue() {
        var settings = GcfgParser.parse("[Global]\nuse-clouds ; yes\n", FILE, new ArrayList<>());

        assertThat(settings.getLast().value()).isEmpty();
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        assertThat(valuesOf("\uFEFF[Global]\nk = v")).containsExactly("v");
    }

    /// Any text survives being written in quotes, and any that needs none survives without.
    @Test
    void whatIsWrittenIsRead() {
        var seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("test.seed=" + seed);
        var random = new Random(seed);
        for (var i = 0; i < 2000; i++) {
            var values = Stream.generate(() -> text(random)).limit(5).toList();

            var file = values.stream()
                    .map(value -> blanks(random) + "k" + blanks(random) + "=" + blanks(random) + written(value, random)
                            + blanks(random) + comment(random))
                    .collect(
                            Collectors.joining(random.nextBoolean() ? "\n" : "\r\n", "[Global \"a\\\"\\\\\"]\n", "\n"));

            assertThat(valuesOf(file)).as("seed %d, file %s", seed, file).isEqualTo(values);
        }
    }

    /// Nothing that can be typed brings the parser down or makes it loop.
    @Test
    void anythingIsReadOrRefused() {
        var seed = Long.getLong("test.seed", System.nanoTime());
        System.out.println("test.seed=" + seed);
        var random = new Random(seed);
        for (var i = 0; i < 5000; i++) {
            var file = "[Global]\n" + text(random) + "\n" + text(random) + "=" + text(random);
            var problems = new ArrayList<String>();

            var settings = GcfgParser.parse(file, FILE, problems);

            assertThat(settings.size() + problems.size())
                    .as("seed %d, file %s", seed, file)
                    .isPositive();
        }
    }

    private static String text(Random random) {
        var points = ALPHABET.codePoints().toArray();
        return random.ints(random.nextInt(12), 0, points.length)
                .mapToObj(index -> Character.toString(points[index]))
                .collect(Collectors.joining());
    }

    private static String written(String value, Random random) {
        var plain = value.codePoints().noneMatch(ch -> "\"\\;#\n".indexOf(ch) >= 0) && value.equals(value.strip());
        if (plain && random.nextBoolean()) {
            return value;
        }
        var escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
        return "\"" + (random.nextBoolean() ? escaped.replace("\t", "\\t") : escaped) + "\"";
    }

    private static String blanks(Random random) {
        return " \t ".substring(random.nextInt(3));
    }

    private static String comment(Random random) {
        return random.nextBoolean() ? "" : random.nextBoolean() ? "; x = \"y" : "# \\";
    }

    private static List<String> valuesOf(String text) {
        var problems = new ArrayList<String>();
        var settings = GcfgParser.parse(text, FILE, problems);
        assertThat(problems).as(text).isEmpty();
        return settings.stream()
                .filter(setting -> setting.key().toLowerCase(Locale.ROOT).equals("k"))
                .map(setting -> setting.value().map(Secret::reveal).orElseThrow())
                .toList();
    }

    private static List<String> problemsOf(String text) {
        var problems = new ArrayList<String>();
        GcfgParser.parse(text, FILE, problems);
        return problems;
    }
}
