package io.jobarrays.server.instances;

import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceState;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;

/** Ends instances and records what EC2 confirmed. */
@ApplicationScoped
public class InstanceTerminator {
    private final Ec2Calls ec2Calls;

    InstanceTerminator(Ec2Calls ec2Calls) {
        this.ec2Calls = ec2Calls;
    }

    /** What was refused still runs; whoever asked tries again. */
    public BulkResult terminate(Collection<String> instanceIds) {
        BulkResult result = ec2Calls.terminate(instanceIds);
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
