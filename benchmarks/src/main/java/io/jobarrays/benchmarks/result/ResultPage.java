package io.jobarrays.benchmarks.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Section of the performance page, between two marks that stay. */
public final class ResultPage {
    private static final String BEGIN = "<!-- begin of the output of benchmarks/run -->";
    private static final String END = "<!-- end of the output of benchmarks/run -->";

    private ResultPage() {}

    /**
     * Text of the section.
     *
     * @param conditions how and when it was measured
     * @param plot file name of the plot
     */
    public static String section(BenchmarkResult result, String conditions, String plot) {
        List<String> parts = new ArrayList<>();
        parts.add(conditions);
        parts.add("![CPU per index and seconds over the number of indexes](" + plot + ")");
        parts.add("**Launch of an array.**");
        parts.add(ResultTable.metrics(result.arrays()).strip());
        parts.add("Its AWS calls:");
        parts.add(ResultTable.calls(result.arrays()).strip());
        stopped(result.arrays()).ifPresent(parts::add);
        parts.add("**The floor**, a loop with the AWS SDK.");
        parts.add(ResultTable.metrics(result.floor()).strip());
        parts.add("Its AWS calls:");
        parts.add(ResultTable.calls(result.floor()).strip());
        stopped(result.floor()).ifPresent(parts::add);
        parts.add("**JBeret** alone, five steps of N partitions.");
        parts.add(ResultTable.metrics(result.jberet()).strip());
        stopped(result.jberet()).ifPresent(parts::add);
        return String.join("\n\n", parts) + "\n";
    }

    /**
     * The page with another section.
     *
     * @throws IllegalArgumentException when the page lacks the marks
     */
    public static String replace(String page, String section) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException(
                    "the page has no lines \"%s\" and \"%s\"".formatted(BEGIN, END));
        }
        return page.substring(0, begin + BEGIN.length())
                + "\n\n"
                + section.strip()
                + "\n\n"
                + page.substring(end);
    }

    private static Optional<String> stopped(List<RunSeries> series) {
        List<String> lines = new ArrayList<>();
        for (RunSeries one : series) {
            for (String reason : one.stopped()) {
                lines.add("- N = %,d: %s".formatted(one.size(), reason));
            }
        }
        return lines.isEmpty()
                ? Optional.empty()
                : Optional.of("Runs that stopped:\n\n" + String.join("\n", lines));
    }
}
