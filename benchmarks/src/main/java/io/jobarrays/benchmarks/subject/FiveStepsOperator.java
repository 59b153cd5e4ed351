package io.jobarrays.benchmarks.subject;

import java.util.Properties;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.spi.BatchEnvironment;

/** Job operator of the one job. */
final class FiveStepsOperator extends AbstractJobOperator {
    private static final String JOB = "five-steps";

    private final BatchEnvironment environment;

    FiveStepsOperator(BatchEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public BatchEnvironment getBatchEnvironment() {
        return environment;
    }

    /**
     * Starts the job.
     *
     * @param size partitions of each step
     * @return id of its execution
     */
    long start(int size) {
        Properties parameters = new Properties();
        parameters.setProperty("size", "" + size);
        return start(JOB, parameters);
    }
}
