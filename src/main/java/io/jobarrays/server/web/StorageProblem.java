package io.jobarrays.server.web;

import io.jobarrays.server.problems.StorageFailure;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Problem document of a failure of the database or of the disk: the same call may succeed later.
 */
final class StorageProblem {
    private static final Logger LOG = Logger.getLogger(StorageProblem.class);

    /** Time in which an embedded database that was killed is started again. */
    private static final Duration RESTART_TIME = Duration.ofSeconds(2);

    private static final Duration TIME_TO_FREE_SPACE = Duration.ofSeconds(30);

    private StorageProblem() {}

    static Problem of(StorageFailure failure) {
        LOG.warnf("a call failed: %s: %s", failure.kind(), failure.detail());
        return switch (failure.kind()) {
            case DISK_FULL ->
                    Problem.of(
                                    503,
                                    "SPAWN-DISK-FULL",
                                    "the control plane cannot store anything, since its disk is full (%s); free space, then repeat the call"
                                            .formatted(failure.detail()))
                            .withRetryAfter(TIME_TO_FREE_SPACE);
            case DATABASE_UNAVAILABLE ->
                    Problem.of(
                                    503,
                                    "SPAWN-DATABASE-UNAVAILABLE",
                                    "the database of the control plane does not answer, /q/health/ready has the reason; look whether the call took effect, then repeat it")
                            .withRetryAfter(RESTART_TIME);
            case DATABASE_BUSY ->
                    Problem.of(
                                    503,
                                    "SPAWN-DATABASE-BUSY",
                                    "all connections of the control plane to its database are in use; repeat the call")
                            .withRetryAfter(RESTART_TIME);
        };
    }
}
