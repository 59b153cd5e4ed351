package io.jobarrays.server.instances;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Ends instances and records what EC2 confirmed. */
@ApplicationScoped
public class Terminator {
    private final Fleet fleet;

    Terminator(Fleet fleet) {
        this.fleet = fleet;
    }

    /** The ids seen going; an id that is missing from it still runs and is tried again. */
    public List<String> terminate(Collection<String> instanceIds) {
        List<String> going = fleet.terminate(instanceIds);
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Instance.update(
                                        "state = ?1 where instanceId in ?2 and state <> ?3",
                                        InstanceState.SHUTTING_DOWN,
                                        going,
                                        InstanceState.TERMINATED));
        return going;
    }
}
