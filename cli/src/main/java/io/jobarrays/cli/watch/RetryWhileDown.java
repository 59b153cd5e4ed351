package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.http.Unreachable;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Repeats calls while the control plane or its database does not answer, as during a restart; fails
 * after a timeout, and at once when the control plane's certificate is refused.
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
        } catch (Unreachable gone) {
            if (gone.isPermanent()) {
                throw gone;
            }
            return emptyUntilTimeout(gone);
        } catch (Failure answered) {
            if (!isOfDatabase(answered)) {
                throw answered;
            }
            return emptyUntilTimeout(answered);
        }
    }

    private <T> Optional<T> emptyUntilTimeout(RuntimeException failure) {
        if (lastAnswerAt.plus(timeout).isBefore(Instant.now())) {
            throw failure;
        }
        return Optional.empty();
    }

    /** Whether the control plane answers but its database does not: it is restarted. */
    private static boolean isOfDatabase(Failure failure) {
        return failure.document().text("code").orElse("").startsWith("SPAWN-DATABASE-");
    }
}
