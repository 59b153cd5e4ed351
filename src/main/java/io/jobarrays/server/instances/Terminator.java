package io.jobarrays.server.instances;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Ends instances and records what EC2 confirmed. */
@ApplicationScoped
public class Terminator {
    private final Fleet fleet;

    Terminator(Fleet fleet) {
        this.fleet = fleet;
    }

    /** What was refused still runs; whoever asked tries again. */
    public BulkResult terminate(Collection<String> instanceIds) {
        BulkResult result = fleet.terminate(instanceIds);
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Instance.update(
                                        "state = ?1 where instanceId in ?2 and state <> ?3",
                                        InstanceState.SHUTTING_DOWN,
                                        result.done(),
                                        InstanceState.TERMINATED));
        return result;
    }
}
