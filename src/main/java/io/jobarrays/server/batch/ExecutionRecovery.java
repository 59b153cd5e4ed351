package io.jobarrays.server.batch;

import io.jobarrays.server.batch.engine.BatchRuns;
import io.jobarrays.server.batch.rows.Execution;
import io.jobarrays.server.batch.rows.LeaseRows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * Keeps executions walked: renews the leases of those that are, takes up those nobody walks any
 * more, and at the end lets go of all without ending anybody's work.
 */
@ApplicationScoped
class ExecutionRecovery {
    private static final Logger LOG = Logger.getLogger(ExecutionRecovery.class);
    private static final Duration RENEW_INTERVAL = Duration.ofSeconds(2);
    private static final Duration RELEASE_TIMEOUT = Duration.ofSeconds(3);

    /** So long after its birth an execution without a lease is taken for forgotten. */
    private static final int MIN_AGE_SECONDS = 10;

    private static final Duration RELEASE_RETRY_INTERVAL = Duration.ofMillis(100);

    private final BatchRuns runs;
    private final LeaseRows leases;
    private volatile Thread loop = Thread.ofVirtual().unstarted(() -> {});

    ExecutionRecovery(BatchRuns runs, LeaseRows leases) {
        this.runs = runs;
        this.leases = leases;
    }

    /** After the arrays are looked after. */
    void start(@Observes @Priority(200) StartupEvent event) {
        loop = Thread.ofVirtual().name("recovery").start(this::run);
    }

    /** Before the arrays let their waiters go, which the engine would take for their end. */
    void stop(@Observes @Priority(10) ShutdownEvent event) {
        loop.interrupt();
        Instant end = Instant.now().plus(RELEASE_TIMEOUT);
        leases.held().forEach(runs::release);
        while (!leases.held().isEmpty() && Instant.now().isBefore(end)) {
            leases.held().forEach(runs::releaseWaiters);
            LockSupport.parkNanos(RELEASE_RETRY_INTERVAL.toNanos());
        }
        leases.held().forEach(execution -> leases.release(execution, 0));
        runs.close();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                recover();
                Thread.sleep(RENEW_INTERVAL);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The rim of the loop: an outage of the database must not end recovery.
                LOG.warnf(e, "executions are looked after again in %s", RENEW_INTERVAL);
                LockSupport.parkNanos(RENEW_INTERVAL.toNanos());
            }
        }
    }

    private void recover() {
        for (long lost : leases.renew()) {
            LOG.warnf("execution %d was taken over by another process", lost);
            runs.release(lost);
        }
        for (long execution : ids(Execution::stoppingIds)) {
            if (leases.holds(execution)) {
                runs.release(execution);
                runs.releaseWaiters(execution);
            }
        }
        for (long execution : ids(() -> Execution.unattendedIds(MIN_AGE_SECONDS))) {
            if (!leases.holds(execution) && leases.take(execution)) {
                LOG.infof("execution %d is taken up", execution);
                runs.start(execution);
            }
        }
    }

    private static List<Long> ids(Callable<List<Long>> query) {
        return QuarkusTransaction.requiringNew().call(query);
    }
}
