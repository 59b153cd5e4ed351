package io.jobarrays.server.instances;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.aws.AwsFailure;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Writes the tags that differ per instance, after the launch and off everybody's path. */
@ApplicationScoped
public class InstanceTags {
    private static final Logger LOG = Logger.getLogger(InstanceTags.class);

    private final Ec2Calls ec2Calls;
    private final Map<String, Boolean> arraysBeingTagged = new ConcurrentHashMap<>();

    InstanceTags(Ec2Calls ec2Calls) {
        this.ec2Calls = ec2Calls;
    }

    /** Tags what is not tagged yet; returns at once. {@code names} by index. */
    public void tagIndexes(String arrayId, Map<Integer, String> names) {
        if (arraysBeingTagged.putIfAbsent(arrayId, true) != null) {
            return;
        }
        Thread.startVirtualThread(
                () -> {
                    try {
                        untagged(arrayId).forEach(instance -> tagInstance(instance, names));
                    } catch (AwsFailure e) {
                        LOG.warnf("tags of %s are late: %s", arrayId, e.getMessage());
                    } finally {
                        arraysBeingTagged.remove(arrayId);
                    }
                });
    }

    /** The pointer to one generation of peers, the same on all; returns at once. */
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

    /** The one deadline, before the machines can look at it. */
    public void tagDeadline(List<String> instanceIds, Instant deadline) {
        ec2Calls.tag(instanceIds, Map.of(Tags.TTL_DEADLINE, deadline.toString()));
    }

    private static List<Instance> untagged(String arrayId) {
        return QuarkusTransaction.requiringNew()
                .call(() -> Instance.list("arrayId = ?1 and not tagged", arrayId));
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
        QuarkusTransaction.requiringNew()
                .run(
                        () ->
                                Instance.update(
                                        "tagged = true where instanceId = ?1",
                                        instance.instanceId));
    }
}
