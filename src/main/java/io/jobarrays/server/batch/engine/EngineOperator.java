package io.jobarrays.server.batch.engine;

import jakarta.enterprise.inject.Vetoed;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.spi.BatchEnvironment;

/** Job operator that restarts any job; the Quarkus extension's restarts only those in the jar. */
@Vetoed
final class EngineOperator extends AbstractJobOperator {
    private final BatchEnvironment environment;

    EngineOperator(BatchEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public BatchEnvironment getBatchEnvironment() {
        return environment;
    }
}
