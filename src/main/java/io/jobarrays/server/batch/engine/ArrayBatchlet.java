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
 * One index in one of the five steps: waits until it is through. It starts nothing itself, so that
 * any number of them, after any crash, do no harm.
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

    ArrayBatchlet(ArrayPhases phases, StageArrays arrays, ReleasedExecutions leaving) {
        this.phases = phases;
        this.arrays = arrays;
        this.released = leaving;
    }

    @Override
    public String process() throws InterruptedException {
        while (!isReleased()) {
            try {
                String array = arrays.find(Long.parseLong(execution), stage).orElseThrow();
                return phases.await(array, Integer.parseInt(index), StepProperties.phase(phase));
            } catch (RuntimeException e) {
                // An outage of the database; failing here would count as the work's failure.
                LOG.warnf(
                        e, "%s[%s] %s: will look again in %s", stage, index, phase, RETRY_INTERVAL);
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
