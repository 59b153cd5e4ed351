package io.jobarrays.benchmarks.plane;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an array has come, by its rows.
 *
 * @param launched instances
 * @param enrolled instances whose agent has enrolled
 * @param withPeers members whose agent has confirmed the peers file
 * @param ended members whose work has ended
 * @param lastEnrolledAt null before the first
 * @param lastEndedAt null before the first
 * @param endedAt when all instances were terminated; null until then
 */
public record ArrayProgress(
        String state,
        @Nullable String outcome,
        @Nullable String reason,
        int members,
        int launched,
        int enrolled,
        int withPeers,
        int ended,
        @Nullable Instant lastEnrolledAt,
        @Nullable Instant lastEndedAt,
        @Nullable Instant endedAt) {

    public boolean allHavePeers() {
        return withPeers == members;
    }

    public boolean allEnded() {
        return ended == members;
    }

    public boolean isOver() {
        return endedAt != null;
    }

    /** The counts in one sentence. */
    public String sentence() {
        return "%s, %d of %d launched, %d enrolled, %d with peers, %d ended%s"
                .formatted(
                        state,
                        launched,
                        members,
                        enrolled,
                        withPeers,
                        ended,
                        reason == null ? "" : ", " + reason);
    }
}
