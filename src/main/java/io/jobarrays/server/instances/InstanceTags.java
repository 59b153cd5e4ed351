package io.jobarrays.server.instances;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.background.RetryDelay;
import io.jobarrays.server.instances.ec2.BulkResult;
import io.jobarrays.server.instances.ec2.Ec2Calls;
import io.jobarrays.server.instances.rows.Instance;
import io.jobarrays.server.instances.rows.InstanceOwner;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Writes the tags that are not set by the launch call, without blocking the caller. What EC2 has is
 * recorded; the reconciler of the array asks again for what is missing, with growing delays.
 */
@ApplicationScoped
public class InstanceTags {
    private static final Logger LOG = Logger.getLogger(InstanceTags.class);

    /** EC2 refills 10 CreateTags calls a second: minutes are long enough for any throttling. */
    private static final RetryDelay RETRY_DELAY =
            new RetryDelay(Duration.ofSeconds(2), Duration.ofMinutes(5));

    private final Ec2Calls ec2Calls;
    private final InstanceOwner owner;
    private final Clock clock;
    private final Set<String> arraysBeingTagged = ConcurrentHashMap.newKeySet();
    private final Map<String, Retry> retries = new ConcurrentHashMap<>();

    InstanceTags(Ec2Calls ec2Calls, InstanceOwner owner, Clock clock) {
        this.ec2Calls = ec2Calls;
        this.owner = owner;
        this.clock = clock;
    }

    private record Retry(int failures, Instant at) {}

    /** Whether tags of the array may be written now: not while it is tagged, or after a failure. */
    public boolean isDue(String arrayId) {
        Retry retry = retries.get(arrayId);
        return !arraysBeingTagged.contains(arrayId)
                && (retry == null || !clock.instant().isBefore(retry.at()));
    }

    /** Writes the tags of an array in the background; does nothing while they are not due. */
    public void write(String arrayId, List<InstanceTagWrite> writes) {
        if (!isDue(arrayId) || !arraysBeingTagged.add(arrayId)) {
            return;
        }
        Thread.startVirtualThread(
                () -> {
                    try {
                        Set<String> refusals = new TreeSet<>();
                        writes.forEach(write -> refusals.addAll(refusals(arrayId, write)));
                        written(arrayId, refusals);
                    } catch (RuntimeException e) {
                        // The outermost frame: an outage of the database delays tags.
                        written(arrayId, Set.of(String.valueOf(e.getMessage())));
                    } finally {
                        arraysBeingTagged.remove(arrayId);
                    }
                });
    }

    /**
     * Writes a deadline; returns when EC2 has answered.
     *
     * @return ids that were refused, with the reason
     */
    public Map<String, String> tagDeadline(
            String arrayId, List<String> instanceIds, Instant deadline) {
        BulkResult result =
                ec2Calls.tag(instanceIds, Map.of(Tags.TTL_DEADLINE, deadline.toString()));
        record(arrayId, result, one -> one.deadlineTagged(deadline));
        return result.refused();
    }

    private Collection<String> refusals(String arrayId, InstanceTagWrite write) {
        return switch (write) {
            case InstanceTagWrite.Member member -> tagMember(arrayId, member);
            case InstanceTagWrite.Peers peers -> tagPeers(arrayId, peers);
            case InstanceTagWrite.Deadline late ->
                    tagDeadline(arrayId, late.instanceIds(), late.deadline()).values();
        };
    }

    private Collection<String> tagMember(String arrayId, InstanceTagWrite.Member member) {
        BulkResult result =
                ec2Calls.tag(
                        member.instanceIds(),
                        Map.of(
                                Tags.NAME,
                                member.name(),
                                Tags.JOB_ARRAY_INDEX,
                                "" + member.index()));
        record(arrayId, result, Instance::memberTagged);
        return result.refused().values();
    }

    private Collection<String> tagPeers(String arrayId, InstanceTagWrite.Peers peers) {
        BulkResult result =
                ec2Calls.tag(peers.instanceIds(), Map.of(Tags.JOB_ARRAY_PEERS, peers.pointer()));
        record(arrayId, result, one -> one.peersTagged(peers.generation()));
        return result.refused().values();
    }

    private void record(String arrayId, BulkResult result, Consumer<Instance> tagged) {
        if (!result.done().isEmpty()) {
            owner.run(arrayId, instances -> instances.each(result.done(), tagged));
        }
    }

    private void written(String arrayId, Set<String> refusals) {
        if (refusals.isEmpty()) {
            retries.remove(arrayId);
            return;
        }
        Instant now = clock.instant();
        Retry before = retries.get(arrayId);
        int failures = before == null ? 1 : before.failures() + 1;
        Duration delay = RETRY_DELAY.after(failures, ThreadLocalRandom.current());
        retries.put(arrayId, new Retry(failures, now.plus(delay)));
        LOG.warnf(
                "tags of %s are missing, next try in %d s: %s",
                arrayId, delay.toSeconds(), String.join("; ", refusals));
    }
}
