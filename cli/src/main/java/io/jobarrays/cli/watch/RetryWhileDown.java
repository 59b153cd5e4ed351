package io.jobarrays.cli.watch;

import io.jobarrays.cli.http.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Repeats calls while the control plane does not answer, as during a restart; fails after a
 * timeout.
 */
final class RetryWhileDown {
    private final Duration timeout;
    private Instant lastAnswerAt = Instant.now();

    RetryWhileDown(Duration most) {
        this.timeout = most;
    }

    /** Empty while the control plane does not answer; fails after the timeout. */
    <T> Optional<T> call(Supplier<T> question) {
        try {
            T answer = question.get();
            lastAnswerAt = Instant.now();
            return Optional.of(answer);
        } catch (Unreachable restarting) {
            if (lastAnswerAt.plus(timeout).isBefore(Instant.now())) {
                throw restarting;
            }
            return Optional.empty();
        }
    }
}
