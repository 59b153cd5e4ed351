package io.jobarrays.server.batch.engine;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The executions whose batch job is to let go of its arrays: stopped by a person, or left to
 * another process. The engine still walks to its end; its steps then touch nothing.
 */
@ApplicationScoped
class ReleasedExecutions {
    private final Set<Long> executions = ConcurrentHashMap.newKeySet();

    void add(long execution) {
        executions.add(execution);
    }

    void remove(long execution) {
        executions.remove(execution);
    }

    boolean contains(long execution) {
        return executions.contains(execution);
    }
}
