package io.jobarrays.cli.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * Header and stages of the live view as columns. A narrow terminal has fewer columns: the bar needs
 * its width.
 *
 * @param now of the server
 * @param age of the view
 */
record ProgressRows(
        List<WatchedStage> stages, Instant now, Duration age, int columns, boolean colours) {
    private static final int MIN_BAR = 10;
    private static final int MAX_BAR = 40;
    private static final int MAX_NAME = 24;
    private static final int MAX_FAILED = 18;
    private static final String GAP = "  ";

    /** A column beside the name and the bar. */
    private record Column(String title, int width, Function<WatchedStage, String> cell) {
        static Column of(
                String title, List<WatchedStage> stages, Function<WatchedStage, String> cell) {
            int width =
                    stages.stream()
                            .mapToInt(it -> cell.apply(it).length())
                            .reduce(title.length(), Math::max);
            return new Column(title, width, cell);
        }

        String pad(String text) {
            return text + " ".repeat(Math.max(0, width - text.length()));
        }
    }

    List<String> lines() {
        Column name = Column.of("STAGE", stages, it -> shorten(it.id(), nameWidth()));
        List<Column> others = new ArrayList<>(others());
        while (barWidth(name, others) < MIN_BAR && !others.isEmpty()) {
            others.removeLast();
        }
        int bar = Math.clamp(barWidth(name, others), MIN_BAR, maxBar());
        List<String> lines = new ArrayList<>();
        lines.add(cut(header(name, bar, others)));
        stages.forEach(it -> lines.add(line(it, name, bar, others)));
        return lines;
    }

    /** Cuts a line without colours; a line in the last column would continue below. */
    String cut(String line) {
        return shorten(line.replaceAll("\\p{Cntrl}+", " "), columns - 1).stripTrailing();
    }

    /** The last one is left out first. */
    private List<Column> others() {
        return List.of(
                Column.of("DONE", stages, WatchedStage::done),
                Column.of("LEFT", stages, it -> it.left(age)),
                Column.of("TIME", stages, it -> it.elapsed(now)),
                Column.of("FAILED", stages, it -> shorten(it.failedSet(), MAX_FAILED)),
                Column.of("USD", stages, WatchedStage::costUsd));
    }

    /** An index is one character, so that small stages need a small bar. */
    private int maxBar() {
        int largest = stages.stream().mapToInt(WatchedStage::size).reduce(MIN_BAR, Math::max);
        return Math.min(MAX_BAR, largest);
    }

    private int nameWidth() {
        return Math.min(MAX_NAME, Math.max(8, columns / 4));
    }

    private int barWidth(Column name, List<Column> others) {
        int used = name.width() + GAP.length();
        return columns - 1 - used - others.stream().mapToInt(it -> it.width() + 2).sum();
    }

    private static String header(Column name, int bar, List<Column> others) {
        StringBuilder line = new StringBuilder(name.pad(name.title())).append(GAP);
        line.append(String.format(Locale.ROOT, "%-" + bar + "s", "INDEXES"));
        others.forEach(it -> line.append(GAP).append(it.pad(it.title())));
        return line.toString();
    }

    private String line(WatchedStage stage, Column name, int width, List<Column> others) {
        IndexBar bar = IndexBar.of(stage.counts(), width);
        String begin = cut(name.pad(name.cell().apply(stage)) + GAP + ".").replaceFirst("\\.$", "");
        StringBuilder rest = new StringBuilder(" ".repeat(width - bar.width()));
        others.forEach(it -> rest.append(GAP).append(it.pad(it.cell().apply(stage))));
        return begin + bar.text(colours) + rest.toString().stripTrailing();
    }

    private static String shorten(String text, int width) {
        return text.length() <= width ? text : text.substring(0, Math.max(0, width - 1)) + "…";
    }
}
