package io.jobarrays.server.web;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.problems.NotFound;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.problems.StorageFailure;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Maps exceptions to problem documents, for HTTP answers and WebSocket frames. */
public final class ProblemMapping {
    private static final Logger LOG = Logger.getLogger(ProblemMapping.class);

    /** Refusals of calls that are right and may succeed later. */
    private static final Set<Integer> RETRIED = Set.of(429, 503);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private ProblemMapping() {}

    /** An unexpected exception is logged, and the document only names its id in the log. */
    public static Problem of(Throwable e) {
        return switch (e) {
            case Refusal refusal -> Problem.of(422, "SPAWN-BAD-INPUT", refusal.sentence());
            case NotFound missing -> Problem.of(404, "SPAWN-NOT-FOUND", sentence(missing));
            case Refused refused -> of(refused);
            default -> StorageFailure.of(e).map(StorageProblem::of).orElseGet(() -> internal(e));
        };
    }

    private static Problem of(Refused refused) {
        Problem problem = Problem.of(refused.status(), refused.code(), sentence(refused));
        return RETRIED.contains(refused.status()) ? problem.withRetryAfter(RETRY_AFTER) : problem;
    }

    private static Problem internal(Throwable unexpected) {
        String id = UUID.randomUUID().toString();
        LOG.errorf(unexpected, "error %s", id);
        return Problem.of(
                500,
                "SPAWN-INTERNAL",
                "the control plane failed unexpectedly; see its log for " + id);
    }

    private static String sentence(Exception e) {
        return String.valueOf(e.getMessage());
    }
}
