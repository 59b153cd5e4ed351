package io.jobarrays.server.arrays;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Standings as they might be, one thing changed at a time. */
final class Standings {
    static final Standing NEW =
            new Standing(
                    Power.RUNNING,
                    null,
                    null,
                    false,
                    false,
                    null,
                    null,
                    null,
                    0,
                    0,
                    0,
                    null,
                    null,
                    null);

    private Standings() {}

    static Standing power(Standing s, Power power, @Nullable Instant at) {
        return make(
                s,
                power,
                at,
                s.halted(),
                s.paused(),
                s.deadline(),
                s.interruptedAt(),
                s.idleSince());
    }

    static Standing halted(Standing s) {
        return make(
                s,
                s.power(),
                s.at(),
                true,
                s.paused(),
                s.deadline(),
                s.interruptedAt(),
                s.idleSince());
    }

    static Standing paused(Standing s) {
        return make(
                s,
                s.power(),
                s.at(),
                s.halted(),
                true,
                s.deadline(),
                s.interruptedAt(),
                s.idleSince());
    }

    static Standing deadline(Standing s, Instant deadline) {
        return make(
                s,
                s.power(),
                s.at(),
                s.halted(),
                s.paused(),
                deadline,
                s.interruptedAt(),
                s.idleSince());
    }

    static Standing interrupted(Standing s, Instant at) {
        return make(s, s.power(), s.at(), s.halted(), s.paused(), s.deadline(), at, s.idleSince());
    }

    static Standing idle(Standing s, Instant since) {
        return make(
                s,
                s.power(),
                s.at(),
                s.halted(),
                s.paused(),
                s.deadline(),
                s.interruptedAt(),
                since);
    }

    static Standing retried(Standing s, int retries, int reclaims) {
        return new Standing(
                s.power(),
                s.at(),
                s.reason(),
                s.halted(),
                s.paused(),
                s.deadline(),
                s.remaining(),
                s.deadlineStored(),
                s.leastGeneration(),
                retries,
                reclaims,
                s.interruptedAt(),
                s.busy(),
                s.idleSince());
    }

    static Standing resting(Standing s, Duration left) {
        return new Standing(
                s.power(),
                s.at(),
                s.reason(),
                s.halted(),
                s.paused(),
                null,
                left,
                null,
                s.leastGeneration(),
                s.retries(),
                s.reclaims(),
                s.interruptedAt(),
                s.busy(),
                s.idleSince());
    }

    static Standing least(Standing s, int generation) {
        return new Standing(
                s.power(),
                s.at(),
                s.reason(),
                s.halted(),
                s.paused(),
                s.deadline(),
                s.remaining(),
                s.deadlineStored(),
                generation,
                s.retries(),
                s.reclaims(),
                s.interruptedAt(),
                s.busy(),
                s.idleSince());
    }

    private static Standing make(
            Standing s,
            Power power,
            @Nullable Instant at,
            boolean halted,
            boolean paused,
            @Nullable Instant deadline,
            @Nullable Instant interruptedAt,
            @Nullable Instant idleSince) {
        return new Standing(
                power,
                at,
                s.reason(),
                halted,
                paused,
                deadline,
                s.remaining(),
                s.deadlineStored(),
                s.leastGeneration(),
                s.retries(),
                s.reclaims(),
                interruptedAt,
                s.busy(),
                idleSince);
    }
}
