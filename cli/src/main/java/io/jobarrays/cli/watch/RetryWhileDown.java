package io.jobarrays.cli.watch;

import io.jobarrays.cli.http.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/** Bears with a control plane that does not answer for a while: it may be restarting. */
final class RetryWhileDown {
    private final Duration most;
    private Instant heard = Instant.now();

    RetryWhileDown(Duration most) {
        this.most = most;
    }

    /** Empty while nobody answers; fails when that has lasted too long. */
    <T> Optional<T> ask(Supplier<T> question) {
        try {
            T answer = question.get();
            heard = Instant.now();
            return Optional.of(answer);
        } catch (Unreachable restarting) {
            if (heard.plus(most).isBefore(Instant.now())) {
                throw restarting;
            }
            return Optional.empty();
        }
    }
}
