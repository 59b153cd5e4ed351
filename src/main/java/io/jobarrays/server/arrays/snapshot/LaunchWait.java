package io.jobarrays.server.arrays.snapshot;

import static java.time.temporal.ChronoUnit.SECONDS;

import io.jobarrays.contract.Durations;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Sentence that tells what members without instance wait for, and until when. */
public final class LaunchWait {
    private LaunchWait() {}

    /**
     * @return null when none waits, or the reason is not known yet
     */
    public static @Nullable String of(ArraySnapshot array, Instant now) {
        int missing = array.count(MemberSnapshot::needsLaunch);
        String reason = missing == 0 ? null : reason(array, now);
        return reason == null ? null : "waits for %d: %s".formatted(missing, reason);
    }

    private static @Nullable String reason(ArraySnapshot array, Instant now) {
        if (array.launchQueuedUntil() != null) {
            return "EC2's launch rate permits the last one in about "
                    + remaining(array.launchQueuedUntil(), now);
        }
        if (array.launchErrorReason() == null || array.launchRetryAt() == null) {
            return array.launchErrorReason();
        }
        return "%s; next try in %s"
                .formatted(array.launchErrorReason(), remaining(array.launchRetryAt(), now));
    }

    private static String remaining(Instant until, Instant now) {
        return about(now.isBefore(until) ? Duration.between(now, until) : Duration.ZERO);
    }

    /** An estimate in whole seconds, rounded up, at least one. */
    public static String about(Duration wait) {
        return Durations.format(wait.plusSeconds(1).truncatedTo(SECONDS));
    }
}
