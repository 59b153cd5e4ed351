package io.jobarrays.server.instances.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.EnumMap;
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

    /** Number of instances by state, without terminated ones. */
    public Map<InstanceState, Long> counts() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () -> {
                            Map<InstanceState, Long> counts = new EnumMap<>(InstanceState.class);
                            Instance.find(
                                            "select state, count(*) from Instance"
                                                    + " where state <> ?1 group by state",
                                            InstanceState.TERMINATED)
                                    .project(InstanceCount.class)
                                    .stream()
                                    .forEach(row -> counts.put(row.state(), row.count()));
                            return counts;
                        });
    }
}
