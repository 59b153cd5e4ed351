package io.jobarrays.cli.watch;

import io.jobarrays.cli.http.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Bears with a control plane that does not answer for a while: it may be restarting. */
final class RetryWhileDown {
    private final Duration timeout;
    private Instant lastAnswerAt = Instant.now();

    RetryWhileDown(Duration most) {
        this.timeout = most;
    }

    /** Empty while nobody answers; fails when that has lasted too long. */
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
