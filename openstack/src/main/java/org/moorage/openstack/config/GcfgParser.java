package org.moorage.openstack.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moorage.api.Secret;

/// Reads the dialect of git's configuration files that `cloud.conf` is written in.
///
/// It follows the grammar of the gcfg library, on which the Go drivers stand: sections and keys in any
/// case, subsections in quotes, values quoted wholly or partly, a backslash at the end of a line joins it
/// with the next, `;` and `#` begin comments. It reads on after an error, at the next line, so that all are
/// found at once.
final class GcfgParser {
    private static final int END = -1;

    private final String text;
    private final Path file;
    private final List<Setting> settings = new ArrayList<>();
    private final List<String> problems;
    private int at;
    private int line = 1;
    private String section = "";
    private String subsection = "";

    private GcfgParser(String text, Path file, List<String> problems) {
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
        this.file = file;
        this.problems = problems;
    }

    /// Reads one file's text. Headers come along as settings with an empty key.
    ///
    /// @param file     where the text is from, for messages
    /// @param problems takes a line for each error
    static List<Setting> parse(String text, Path file, List<String> problems) {
        var parser = new GcfgParser(text, file, problems);
        while (parser.peek() != END) {
            parser.readLine();
        }
        return parser.settings;
    }

    private void readLine() {
        try {
            skipBlanks();
            if (peek() == '[') {
                readHeader();
            } else if (isLetter(peek())) {
                readSetting();
            }
            expectEndOfLine();
        } catch (SyntaxError error) {
            problems.add(new Place(file, line) + ": " + error.getMessage());
            skipLine();
        }
    }

    private void readHeader() throws SyntaxError {
        at++;
        skipBlanks();
        if (!isLetter(peek())) {
            throw new SyntaxError("a section's name is missing after '[': write [Global]");
        }
        var name = readName();
        // Before the rest is looked at: the keys below are meant for this section, whatever is wrong with its header.
        section = name.toLowerCase(Locale.ROOT);
        subsection = "";
        skipBlanks();
        var sub = "";
        if (peek() == '"') {
            at++;
            sub = readSubsection();
            if (sub.isEmpty()) {
                throw new SyntaxError("the subsection's name is empty: write [" + name + "]");
            }
            skipBlanks();
        }
        if (peek() != ']') {
            throw new SyntaxError("']' is missing: a section is written [" + name + "] or [" + name + " \"name\"]");
        }
        at++;
        subsection = sub;
        settings.add(new Setting(section, subsection, "", Optional.empty(), new Place(file, line)));
    }

    private void readSetting() throws SyntaxError {
        var place = new Place(file, line);
        var key = readName();
        skipBlanks();
        if (peek() != '=' && !isEndOfLine(peek()) && peek() != '#' && peek() != ';') {
            throw new SyntaxError("'=' expected after '" + key + "', found " + shown(peek())
                    + ": a key is made of letters, digits and '-'");
        }
        if (section.isEmpty()) {
            throw new SyntaxError("'" + key + "' stands before any section: write [Global] above it");
        }
        var value = Optional.<Secret>empty();
        if (peek() == '=') {
            at++;
            skipBlanks();
            value = Optional.of(new Secret(readValue()));
        }
        settings.add(new Setting(section, subsection, key.toLowerCase(Locale.ROOT), value, place));
    }

    private String readValue() throws SyntaxError {
        var value = new StringBuilder();
        var kept = 0;
        var quoted = false;
        while (quoted ? peek() != END : !isEndOfLine(peek()) && peek() != ';' && peek() != '#') {
            var ch = text.codePointAt(at);
            at += Character.charCount(ch);
            if (ch == '"') {
                quoted = !quoted;
            } else if (ch == '\\') {
                readEscape(quoted, value);
            } else if (ch == '\n') {
                at--;
                throw new SyntaxError("the closing '\"' is missing: close the quotes before the line ends");
            } else if (ch != '\r') {
                value.appendCodePoint(ch);
            }
            if (quoted || !isBlank(ch)) {
                kept = value.length();
            }
        }
        if (quoted) {
            throw new SyntaxError("the closing '\"' is missing: close the quotes before the file ends");
        }
        return value.substring(0, kept);
    }

    private void readEscape(boolean quoted, StringBuilder value) throws SyntaxError {
        if (!quoted && text.startsWith("\r\n", at)) {
            at++;
        }
        var ch = peek();
        if (!quoted && ch == '\n') {
            line++;
        } else if (ch == '"' || (quoted && ch == '\\')) {
            value.append((char) ch);
        } else if (quoted && (ch == 'n' || ch == 't')) {
            value.append(ch == 'n' ? '\n' : '\t');
        } else if (quoted) {
            throw new SyntaxError("'\\' may be followed by \\ \" n or t alone: write \\\\ for a backslash");
        } else {
            throw new SyntaxError("a '\\' outside quotes joins two lines and must end its line:"
                    + " put the value in double quotes and write \\\\ for a backslash");
        }
        at++;
    }

    private String readSubsection() throws SyntaxError {
        var name = new StringBuilder();
        while (peek() != '"') {
            if (isEndOfLine(peek())) {
                throw new SyntaxError("the closing '\"' of the subsection's name is missing");
            }
            if (peek() == '\\') {
                at++;
                if (peek() != '"' && peek() != '\\') {
                    throw new SyntaxError("'\\' in a subsection's name may be followed by \\ or \" alone");
                }
            }
            var ch = text.codePointAt(at);
            name.appendCodePoint(ch);
            at += Character.charCount(ch);
        }
        at++;
        return name.toString();
    }

    private String readName() {
        var start = at;
        while (isLetter(peek()) || Character.isDigit(peek()) || peek() == '-') {
            at += Character.charCount(peek());
        }
        return text.substring(start, at);
    }

    private void expectEndOfLine() throws SyntaxError {
        skipBlanks();
        if (peek() == '#' || peek() == ';' || isEndOfLine(peek())) {
            skipLine();
            return;
        }
        throw new SyntaxError("unexpected " + shown(peek()) + ": a line is a [section], a key = value, or a comment");
    }

    private void skipBlanks() {
        while (isBlank(peek())) {
            at++;
        }
    }

    private void skipLine() {
        while (!isEndOfLine(peek())) {
            at++;
        }
        if (peek() == '\n') {
            at++;
            line++;
        }
    }

    private int peek() {
        return at < text.length() ? text.codePointAt(at) : END;
    }

    private static String shown(int ch) {
        return ch == END
                ? "the end of the file"
                : ch == '\n' ? "the end of the line" : "'" + Character.toString(ch) + "'";
    }

    private static boolean isEndOfLine(int ch) {
        return ch == '\n' || ch == END;
    }

    private static boolean isBlank(int ch) {
        return ch == ' ' || ch == '\t' || ch == '\r';
    }

    private static boolean isLetter(int ch) {
        return ch != END && Character.isLetter(ch);
    }

    /// An error in the line that is being read.
    private static final class SyntaxError extends Exception {
        private static final long serialVersionUID = 1L;

        SyntaxError(String message) {
            super(message, null, false, false);
        }
    }
}
