package io.jobarrays.server.instances.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a poll of EC2 reads; each method is one short transaction without calls. */
@ApplicationScoped
public class InstancePollRows {
    /** Instances that are not terminated. */
    public List<Instance> notTerminated() {
        return QuarkusTransaction.requiringNew()
                .call(() -> Instance.list("state <> ?1", InstanceState.TERMINATED));
    }

    /** The states of those of the instances that have a row. */
    public Map<String, InstanceState> states(Collection<String> instanceIds) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Map<String, InstanceState> states = new HashMap<>();
                            Instance.<Instance>list("instanceId in ?1", instanceIds)
                                    .forEach(row -> states.put(row.instanceId, row.state));
                            return states;
                        });
    }

    /** Whether an instance is in a transitional state, so that the next poll should be soon. */
    public boolean hasInstanceInTransition() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Instance.count(
                                                "state in ?1",
                                                List.of(
                                                        InstanceState.PENDING,
                                                        InstanceState.STOPPING,
                                                        InstanceState.SHUTTING_DOWN))
                                        > 0);
    }
}
