package io.jobarrays.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * What a benchmark runs.
 *
 * @param sizes numbers of indexes
 * @param runs measured runs of each size
 * @param limit time after which a run is stopped
 * @param limitFactor factor to AWS's request limits, of the local cloud and of the control plane
 * @param record whether the result replaces the one in {@code docs/reference/performance.md}
 * @param root of the repository
 */
record BenchmarkOptions(
        List<Integer> sizes, int runs, Duration limit, int limitFactor, boolean record, Path root) {
    static final int MAX_SIZE = 10_000;

    private static final String USAGE =
            "usage: benchmarks/run [--sizes 10,100,1000] [--runs 5] [--limit-minutes 10]"
                    + " [--limit-factor 1] [--record]";

    BenchmarkOptions {
        sizes.forEach(size -> requireBetween("--sizes", size, MAX_SIZE));
        requireBetween("--runs", runs, 100);
        requireBetween("--limit-minutes", (int) limit.toMinutes(), 120);
        requireBetween("--limit-factor", limitFactor, 1000);
    }

    /**
     * @throws IllegalArgumentException with a sentence for the user
     */
    static BenchmarkOptions parse(Path root, String... arguments) {
        List<Integer> sizes = List.of(10, 100, 1000);
        int runs = 5;
        int minutes = 10;
        int limitFactor = 1;
        boolean record = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--sizes" ->
                        sizes =
                                Arrays.stream(value(arguments, ++i).split(",", -1))
                                        .map(text -> number("--sizes", text))
                                        .sorted()
                                        .toList();
                case "--runs" -> runs = number("--runs", value(arguments, ++i));
                case "--limit-minutes" ->
                        minutes = number("--limit-minutes", value(arguments, ++i));
                case "--limit-factor" ->
                        limitFactor = number("--limit-factor", value(arguments, ++i));
                case "--record" -> record = true;
                default ->
                        throw new IllegalArgumentException(
                                "there is no option %s; %s".formatted(arguments[i], USAGE));
            }
        }
        return new BenchmarkOptions(
                sizes, runs, Duration.ofMinutes(minutes), limitFactor, record, root);
    }

    int largestSize() {
        return sizes.stream().mapToInt(Integer::intValue).max().orElse(1);
    }

    private static String value(String[] arguments, int position) {
        if (position == arguments.length) {
            throw new IllegalArgumentException(
                    "%s needs a value; %s".formatted(arguments[position - 1], USAGE));
        }
        return arguments[position];
    }

    private static int number(String option, String text) {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "%s: \"%s\" is not a number; %s".formatted(option, text, USAGE), e);
        }
    }

    private static void requireBetween(String option, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    "%s: %d is not between 1 and %d".formatted(option, value, max));
        }
    }
}
