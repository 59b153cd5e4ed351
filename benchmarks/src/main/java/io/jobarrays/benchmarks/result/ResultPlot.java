package io.jobarrays.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** SVG with two charts over the number of indexes, all axes logarithmic. */
public final class ResultPlot {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 400;
    private static final int CHART_WIDTH = 340;
    private static final int CHART_HEIGHT = 260;
    private static final int TOP = 50;
    private static final int FIRST_LEFT = 70;
    private static final int SECOND_LEFT = 540;
    private static final List<String> COLOURS =
            List.of("#0b5fa5", "#d55e00", "#009e73", "#777777", "#aa3377");

    private record Line(String title, List<RunSeries> series, Metric metric) {}

    private ResultPlot() {}

    public static String svg(BenchmarkResult result) {
        String cpu =
                chart(
                        FIRST_LEFT,
                        "CPU per index, ms (median)",
                        List.of(
                                new Line(
                                        "server, to peers",
                                        result.arrays(),
                                        Metric.SERVER_CPU_TO_PEERS),
                                new Line(
                                        "PostgreSQL, to peers",
                                        result.arrays(),
                                        Metric.POSTGRES_CPU_TO_PEERS),
                                new Line(
                                        "SDK loop, to running",
                                        result.floor(),
                                        Metric.CPU_TO_RUNNING),
                                new Line("JBeret", result.jberet(), Metric.CPU),
                                new Line(
                                        "JBeret's PostgreSQL",
                                        result.jberet(),
                                        Metric.DATABASE_CPU)));
        String seconds =
                chart(
                        SECOND_LEFT,
                        "seconds from submission (median)",
                        List.of(
                                new Line("last running", result.arrays(), Metric.LAST_RUNNING),
                                new Line("peers confirmed", result.arrays(), Metric.PEERS_WRITTEN),
                                new Line("terminated", result.arrays(), Metric.TERMINATED),
                                new Line("SDK loop, running", result.floor(), Metric.RUNNING),
                                new Line("JBeret", result.jberet(), Metric.ELAPSED)));
        return """
               <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">
               <rect width="100%%" height="100%%" fill="white"/>
               %s%s</svg>
               """
                .formatted(WIDTH, HEIGHT, cpu, seconds);
    }

    private static String chart(int left, String title, List<Line> lines) {
        LogScale sizes =
                LogScale.of(
                        lines.stream()
                                .flatMap(line -> line.series().stream())
                                .map(series -> (double) series.size())
                                .toList(),
                        left,
                        left + CHART_WIDTH);
        LogScale values =
                LogScale.of(
                        lines.stream()
                                .flatMap(line -> line.series().stream().map(s -> median(line, s)))
                                .flatMap(Optional::stream)
                                .toList(),
                        TOP + CHART_HEIGHT,
                        TOP);
        StringBuilder svg = new StringBuilder();
        svg.append(text(left, TOP - 15, "start", "#000000", title));
        for (double decade : sizes.decades()) {
            double x = sizes.position(decade);
            svg.append(grid(x, TOP, x, TOP + CHART_HEIGHT));
            svg.append(
                    text(
                            x,
                            TOP + CHART_HEIGHT + 16,
                            "middle",
                            "#000000",
                            "%,.0f".formatted(decade)));
        }
        for (double decade : values.decades()) {
            double y = values.position(decade);
            svg.append(grid(left, y, left + CHART_WIDTH, y));
            svg.append(text(left - 6, y + 4, "end", "#000000", number(decade)));
        }
        for (int i = 0; i < lines.size(); i++) {
            svg.append(line(lines.get(i), COLOURS.get(i), sizes, values));
            svg.append(
                    text(
                            left + 10 + (i % 2) * 180,
                            TOP + CHART_HEIGHT + 40 + (i / 2) * 18,
                            "start",
                            COLOURS.get(i),
                            "■ " + lines.get(i).title()));
        }
        return svg.toString();
    }

    private static String line(Line line, String colour, LogScale sizes, LogScale values) {
        List<String> points = new ArrayList<>();
        StringBuilder dots = new StringBuilder();
        for (RunSeries series : line.series()) {
            median(line, series)
                    .ifPresent(
                            median -> {
                                double x = sizes.position(series.size());
                                double y = values.position(median);
                                points.add("%.1f,%.1f".formatted(x, y));
                                dots.append(
                                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"3.5\" fill=\"%s\"/>%n"
                                                .formatted(x, y, colour));
                            });
        }
        return "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>%n"
                        .formatted(String.join(" ", points), colour)
                + dots;
    }

    /** Empty for values that a logarithmic axis cannot show. */
    private static Optional<Double> median(Line line, RunSeries series) {
        return series.spread(line.metric()).map(Spread::median).filter(value -> value > 0);
    }

    private static String number(double value) {
        return value < 1 ? "" + value : "%,.0f".formatted(value);
    }

    private static String grid(double x1, double y1, double x2, double y2) {
        return "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>%n"
                .formatted(x1, y1, x2, y2);
    }

    private static String text(double x, double y, String anchor, String colour, String text) {
        return "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\">%s</text>%n"
                .formatted(x, y, anchor, colour, text);
    }
}
