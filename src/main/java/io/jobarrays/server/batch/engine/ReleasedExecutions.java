package io.jobarrays.server.batch.engine;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Executions that this process releases, for a user's stop or for another process. The steps of
 * their batch jobs still end in the engine, without an effect on arrays.
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
