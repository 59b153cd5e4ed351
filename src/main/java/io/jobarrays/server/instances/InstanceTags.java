package io.jobarrays.server.instances;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceRows;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Writes the tags that differ per instance, after the launch and without blocking the caller. */
@ApplicationScoped
public class InstanceTags {
    private static final Logger LOG = Logger.getLogger(InstanceTags.class);

    private final Ec2Calls ec2Calls;
    private final InstanceRows instances;
    private final Map<String, Boolean> arraysBeingTagged = new ConcurrentHashMap<>();

    InstanceTags(Ec2Calls ec2Calls, InstanceRows instances) {
        this.ec2Calls = ec2Calls;
        this.instances = instances;
    }

    /**
     * Tags the instances of the array without tags; returns immediately.
     *
     * @param names member name by index
     */
    public void tagIndexes(String arrayId, Map<Integer, String> names) {
        if (arraysBeingTagged.putIfAbsent(arrayId, true) != null) {
            return;
        }
        Thread.startVirtualThread(
                () -> {
                    try {
                        instances
                                .untagged(arrayId)
                                .forEach(instance -> tagInstance(instance, names));
                    } catch (AwsFailure e) {
                        LOG.warnf("tags of %s are late: %s", arrayId, e.getMessage());
                    } finally {
                        arraysBeingTagged.remove(arrayId);
                    }
                });
    }

    /** Writes the pointer to one generation of peers, the same on all; returns immediately. */
    public void tagPeers(String arrayId, List<String> instanceIds, String pointer) {
        Thread.startVirtualThread(
                () -> {
                    try {
                        ec2Calls.tag(instanceIds, Map.of(Tags.JOB_ARRAY_PEERS, pointer));
                    } catch (AwsFailure e) {
                        LOG.warnf("peers tag of %s is missing: %s", arrayId, e.getMessage());
                    }
                });
    }

    /**
     * Writes the deadline; returns when EC2 has it.
     *
     * @throws AwsFailure when it is not written
     */
    public void tagDeadline(List<String> instanceIds, Instant deadline) {
        ec2Calls.tag(instanceIds, Map.of(Tags.TTL_DEADLINE, deadline.toString()));
    }

    private void tagInstance(Instance instance, Map<Integer, String> names) {
        if (!instance.state.isEnding()) {
            ec2Calls.tag(
                    List.of(instance.instanceId),
                    Map.of(
                            Tags.NAME,
                            names.getOrDefault(instance.index, instance.instanceId),
                            Tags.JOB_ARRAY_INDEX,
                            "" + instance.index));
        }
        instances.recordTagged(instance.instanceId);
    }
}
