package io.jobarrays.cli.watch;

import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.contract.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Stage of an execution in the live view.
 *
 * @param failed indexes as ranges; empty for none
 * @param remaining as estimated when the view was made
 */
record WatchedStage(
        String id,
        String state,
        Map<IndexState, Integer> counts,
        String failed,
        Optional<Instant> startedAt,
        Optional<Instant> endedAt,
        Optional<Duration> remaining,
        String costUsd) {
    private static final String NONE = "-";

    static WatchedStage of(JsonValue stage) {
        JsonValue progress = stage.get("progress");
        return new WatchedStage(
                stage.text("id").orElse(""),
                stage.text("state").orElse(""),
                IndexState.counts(progress),
                stage.text("failed").orElse(""),
                progress.text("started_at").map(Instant::parse),
                progress.text("ended_at").map(Instant::parse),
                progress.number("remaining_seconds").map(Duration::ofSeconds),
                progress.text("cost_usd").orElse("0"));
    }

    /** The lower, the sooner it is shown where not all fit. */
    int rank() {
        return switch (state) {
            case "STARTED" -> 0;
            case "FAILED", "STOPPED" -> 1;
            case "PLANNED" -> 2;
            default -> 3;
        };
    }

    int size() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    int ended() {
        return counts.entrySet().stream()
                .filter(it -> it.getKey().hasEnded())
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** {@code 12/20}: indexes that have ended, of all. */
    String done() {
        return ended() + "/" + size();
    }

    String failedSet() {
        return failed.isEmpty() ? NONE : "[" + failed + "]";
    }

    /** Time since its start, or until its end. */
    String elapsed(Instant now) {
        return startedAt
                .map(start -> Duration.between(start, endedAt.orElse(now)))
                .map(it -> Durations.format(it.isNegative() ? Duration.ZERO : it))
                .orElse(NONE);
    }

    /**
     * @param age of the view
     */
    String left(Duration age) {
        return remaining
                .map(it -> it.minus(age))
                .map(it -> it.isPositive() ? Durations.format(it) : "0s")
                .orElse(NONE);
    }
}
