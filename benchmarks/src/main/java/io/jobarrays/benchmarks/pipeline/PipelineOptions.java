package io.jobarrays.benchmarks.pipeline;

import java.nio.file.Path;
import java.time.Duration;

/**
 * What a benchmark of pipelines runs.
 *
 * @param runs measured runs
 * @param time of the throughput in each run
 * @param limitFactor factor to AWS's request limits, of the local cloud and of the control plane
 * @param slurm whether Slurm runs beside it, where it is installed
 * @param root of the repository
 */
record PipelineOptions(int runs, Duration time, int limitFactor, boolean slurm, Path root) {
    private static final String USAGE =
            "usage: benchmarks/run pipelines [--runs 5] [--seconds 60] [--limit-factor 100]"
                    + " [--no-slurm]";

    PipelineOptions {
        requireBetween("--runs", runs, 100);
        requireBetween("--seconds", (int) time.toSeconds(), 3600);
        requireBetween("--limit-factor", limitFactor, 1000);
    }

    /**
     * @throws IllegalArgumentException with a sentence for the user
     */
    static PipelineOptions parse(Path root, String... arguments) {
        int runs = 5;
        int seconds = 60;
        int limitFactor = 100;
        boolean slurm = true;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--runs" -> runs = number(arguments, i++);
                case "--seconds" -> seconds = number(arguments, i++);
                case "--limit-factor" -> limitFactor = number(arguments, i++);
                case "--no-slurm" -> slurm = false;
                default ->
                        throw new IllegalArgumentException(
                                "there is no option %s; %s".formatted(arguments[i], USAGE));
            }
        }
        return new PipelineOptions(runs, Duration.ofSeconds(seconds), limitFactor, slurm, root);
    }

    private static int number(String[] arguments, int position) {
        String option = arguments[position];
        if (position + 1 == arguments.length) {
            throw new IllegalArgumentException("%s needs a value; %s".formatted(option, USAGE));
        }
        String text = arguments[position + 1];
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
