package org.moorage.benchmarks.page;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.moorage.benchmarks.storm.Step;
import org.moorage.benchmarks.storm.StormResult;

/// Bars for the times of each step, ours above the Go driver's: half of the calls ended within the dark part, 99 of a
/// hundred within the whole bar. SVG, without a library.
public final class Picture {
    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 70;
    private static final int BAR = 14;
    private static final int STEP = 46;
    private static final int HEAD = 56;
    private static final String OURS = "#1f6f8b";
    private static final String PEERS = "#b5651d";

    private final StringBuilder body = new StringBuilder();
    private int height = 34;

    private Picture() {}

    /// A storm of the picture.
    public record Part(String title, Comparison comparison) {}

    /// Draws the storms, one below the other.
    public static String draw(List<Part> parts) {
        var picture = new Picture();
        picture.legend();
        parts.forEach(picture::add);
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" \
                font-family="sans-serif" font-size="12">
                <rect width="%1$d" height="%2$d" fill="#ffffff"/>
                %3$s</svg>
                """.formatted(WIDTH, picture.height + 10, picture.body);
    }

    private void legend() {
        box(LEFT, 10, 12, 12, OURS, 1);
        text(LEFT + 18, 20, "start", "Moorage");
        box(LEFT + 90, 10, 12, 12, PEERS, 1);
        text(LEFT + 108, 20, "start", "Go driver");
        text(LEFT + 190, 20, "start", "dark: half of the calls, whole bar: 99 of 100; seconds");
    }

    private void add(Part part) {
        var results = new ArrayList<StormResult>();
        results.add(part.comparison().our());
        part.comparison().peer().ifPresent(results::add);
        var longest = results.stream()
                .flatMap(result -> result.steps().values().stream())
                .map(spread -> spread.p99().toMillis())
                .reduce(1L, Math::max);
        var scale = (WIDTH - LEFT - RIGHT) / (double) longest;
        text(10, height + 28, "start", part.title());
        height += HEAD - 12;
        for (var step : part.comparison().our().steps().keySet()) {
            text(LEFT - 10, height + BAR + 4, "end", step.call());
            bars(results, step, scale);
            height += STEP;
        }
    }

    private void bars(List<StormResult> results, Step step, double scale) {
        for (var i = 0; i < results.size(); i++) {
            var spread = Optional.ofNullable(results.get(i).steps().get(step));
            if (spread.isEmpty()) {
                continue;
            }
            var top = height + i * (BAR + 3);
            var color = i == 0 ? OURS : PEERS;
            var whole = width(spread.get().p99(), scale);
            box(LEFT, top, whole, BAR, color, 0.4);
            box(LEFT, top, width(spread.get().p50(), scale), BAR, color, 1);
            text(
                    LEFT + whole + 6,
                    top + BAR - 3,
                    "start",
                    String.format(
                            Locale.ROOT,
                            "%.2f / %.2f",
                            spread.get().p50().toMillis() / 1000.0,
                            spread.get().p99().toMillis() / 1000.0));
        }
    }

    private static int width(Duration time, double scale) {
        return (int) Math.round(time.toMillis() * scale);
    }

    private void box(int x, int y, int width, int boxHeight, String color, double opacity) {
        body.append(String.format(
                Locale.ROOT,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"%s\" fill-opacity=\"%.1f\"/>%n",
                x,
                y,
                width,
                boxHeight,
                color,
                opacity));
    }

    private void text(int x, int y, String anchor, String words) {
        body.append(String.format(
                Locale.ROOT,
                "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                words.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
