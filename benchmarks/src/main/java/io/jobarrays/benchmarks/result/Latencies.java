package io.jobarrays.benchmarks.result;

import java.util.List;

/** Times of many hand-overs, in milliseconds. */
public record Latencies(List<Double> millis) {
    private static final int PERCENT = 100;

    /**
     * @throws IllegalArgumentException when there is none, or one ends before it begins
     */
    public Latencies {
        if (millis.isEmpty()) {
            throw new IllegalArgumentException("no hand-over was measured");
        }
        millis = millis.stream().sorted().toList();
        if (millis.getFirst() < 0) {
            throw new IllegalArgumentException(
                    "a hand-over ended %.0f ms before it began".formatted(-millis.getFirst()));
        }
    }

    /** The smallest value that so many percent do not exceed (nearest rank). */
    public double percentile(int percent) {
        int rank = Math.ceilDiv(percent * millis.size(), PERCENT);
        return millis.get(Math.max(rank, 1) - 1);
    }

    public int count() {
        return millis.size();
    }
}
