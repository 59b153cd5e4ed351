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
    private static final Duration EVERY = Duration.ofSeconds(2);
    private static final Duration FAREWELL = Duration.ofSeconds(3);

    /** So long after its birth an execution without a lease is taken for forgotten. */
    private static final int YOUNG = 10;

    private static final Duration MOMENT = Duration.ofMillis(100);

    private final BatchRuns runs;
    private final LeaseRows leases;
    private volatile Thread loop = Thread.ofVirtual().unstarted(() -> {});

    ExecutionRecovery(BatchRuns runs, LeaseRows leases) {
        this.runs = runs;
        this.leases = leases;
    }

    /** After the arrays are looked after. */
    void start(@Observes @Priority(200) StartupEvent event) {
        loop = Thread.ofVirtual().name("recovery").start(this::live);
    }

    /** Before the arrays let their waiters go, which the engine would take for their end. */
    void stop(@Observes @Priority(10) ShutdownEvent event) {
        loop.interrupt();
        Instant end = Instant.now().plus(FAREWELL);
        leases.held().forEach(runs::letGo);
        while (!leases.held().isEmpty() && Instant.now().isBefore(end)) {
            leases.held().forEach(runs::letGoAgain);
            LockSupport.parkNanos(MOMENT.toNanos());
        }
        leases.held().forEach(execution -> leases.release(execution, 0));
        runs.close();
    }

    private void live() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                look();
                Thread.sleep(EVERY);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // The rim of the loop: an outage of the database must not end recovery.
                LOG.warnf(e, "executions are looked after again in %s", EVERY);
                LockSupport.parkNanos(EVERY.toNanos());
            }
        }
    }

    private void look() {
        for (long lost : leases.renew()) {
            LOG.warnf("execution %d was taken over by another process", lost);
            runs.letGo(lost);
        }
        for (long execution : ids(Execution::stoppingIds)) {
            if (leases.holds(execution)) {
                runs.letGo(execution);
                runs.letGoAgain(execution);
            }
        }
        for (long execution : ids(() -> Execution.unattendedIds(YOUNG))) {
            if (!leases.holds(execution) && leases.take(execution)) {
                LOG.infof("execution %d is taken up", execution);
                runs.begin(execution);
            }
        }
    }

    private static List<Long> ids(Callable<List<Long>> query) {
        return QuarkusTransaction.requiringNew().call(query);
    }
}
