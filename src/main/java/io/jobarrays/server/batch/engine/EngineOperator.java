package io.jobarrays.server.batch.engine;

import jakarta.enterprise.inject.Vetoed;
import org.jberet.operations.AbstractJobOperator;
import org.jberet.spi.BatchEnvironment;

/** The extension's operator restarts only jobs it found in the jar; this one any. */
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
