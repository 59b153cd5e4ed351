package io.jobarrays.server.batch.engine;

import io.jobarrays.server.arrays.reconcile.ArrayPhases;
import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.Batchlet;
import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Partition of a step for one index; waits until the index has passed the step. It starts nothing
 * itself, so that duplicates after a crash are harmless.
 */
@Dependent
@Named("array")
class ArrayBatchlet implements Batchlet {
    private static final Logger LOG = Logger.getLogger(ArrayBatchlet.class);
    private static final Duration RETRY_INTERVAL = Duration.ofSeconds(2);
    private static final String STOPPED = "STOPPED";

    @Inject @BatchProperty String execution;
    @Inject @BatchProperty String stage;
    @Inject @BatchProperty String phase;
    @Inject @BatchProperty String index;

    private final ArrayPhases phases;
    private final StageArrays arrays;
    private final ReleasedExecutions released;

    ArrayBatchlet(ArrayPhases phases, StageArrays arrays, ReleasedExecutions released) {
        this.phases = phases;
        this.arrays = arrays;
        this.released = released;
    }

    @Override
    public String process() throws InterruptedException {
        while (!isReleased()) {
            try {
                String array = arrays.find(Long.parseLong(execution), stage).orElseThrow();
                return phases.await(array, Integer.parseInt(index), StepProperties.phase(phase));
            } catch (RuntimeException e) {
                // An outage of the database must not count as a failure of the work.
                LOG.warnf(e, "%s[%s] %s: waits again in %s", stage, index, phase, RETRY_INTERVAL);
                Thread.sleep(RETRY_INTERVAL);
            }
        }
        return STOPPED;
    }

    @Override
    public void stop() {
        arrays.find(Long.parseLong(execution), stage).ifPresent(phases::releaseWaiters);
    }

    private boolean isReleased() {
        return released.contains(Long.parseLong(execution));
    }
}
