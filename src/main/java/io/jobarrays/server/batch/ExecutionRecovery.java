package io.jobarrays.server.batch;

import io.jobarrays.server.background.BackgroundLoop;
import io.jobarrays.server.batch.engine.BatchRuns;
import io.jobarrays.server.batch.rows.ExecutionRows;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Loop that renews the leases of running executions and takes over those without a valid lease; at
 * shutdown it releases all of them, with no effect on their work.
 */
@ApplicationScoped
class ExecutionRecovery {
    private static final Logger LOG = Logger.getLogger(ExecutionRecovery.class);
    private static final Duration RENEW_INTERVAL = Duration.ofSeconds(2);
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(3);

    /** Age at which an execution that never had a lease counts as abandoned by its process. */
    private static final int MIN_AGE_SECONDS = 10;

    private static final Duration RELEASE_RETRY_INTERVAL = Duration.ofMillis(100);

    private final BatchRuns runs;
    private final ExecutionRows rows;
    private final LeaseRows leases;
    private final BackgroundLoop loop = new BackgroundLoop(this::recover, this::recoveryFailed);

    ExecutionRecovery(BatchRuns runs, ExecutionRows rows, LeaseRows leases) {
        this.runs = runs;
        this.rows = rows;
        this.leases = leases;
    }

    /** After the reconcilers of arrays have started. */
    void start(@Observes @Priority(200) StartupEvent event) {
        loop.start("recovery");
    }

    /** Before the reconcilers release their waiters, which the engine would take for the end. */
    void stop(@Observes @Priority(10) ShutdownEvent event) {
        loop.stop();
        Instant end = Instant.now().plus(RELEASE_TIMEOUT);
        leases.held().forEach(runs::release);
        while (!leases.held().isEmpty() && Instant.now().isBefore(end)) {
            leases.held().forEach(runs::releaseWaiters);
            LockSupport.parkNanos(RELEASE_RETRY_INTERVAL.toNanos());
        }
        leases.held().forEach(execution -> leases.release(execution, 0));
        runs.close();
    }

    private Duration recoveryFailed(Exception e) {
        LOG.warnf(e, "recovery of executions runs again in %s", RENEW_INTERVAL);
        return RENEW_INTERVAL;
    }

    private Duration recover() {
        for (long lost : leases.renew()) {
            LOG.warnf("execution %d was taken over by another process", lost);
            runs.release(lost);
        }
        for (long execution : rows.stoppingIds()) {
            if (leases.holds(execution)) {
                runs.release(execution);
                runs.releaseWaiters(execution);
            }
        }
        for (long execution : rows.unattendedIds(leases.owner(), MIN_AGE_SECONDS)) {
            if (!leases.holds(execution) && runs.recover(execution)) {
                LOG.infof("execution %d was taken over", execution);
            }
        }
        return RENEW_INTERVAL;
    }
}
