package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.instances.rows.InstanceOwner;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.jobarrays.server.instances.rows.OwnedInstances;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Records every instance of a launch call before anything else happens to it. */
@ApplicationScoped
class LaunchRecord {
    private static final Logger LOG = Logger.getLogger(LaunchRecord.class);

    private final InstanceOwner owner;
    private final Clock clock;

    LaunchRecord(InstanceOwner owner, Clock clock) {
        this.owner = owner;
        this.clock = clock;
    }

    /** Commits the request, so that a crash during the call that follows does not lose it. */
    void request(LaunchIntent intent) {
        intent.createdAt = clock.instant();
        owner.run(intent.arrayId, instances -> instances.open(intent));
    }

    /** The calls of the array whose outcome is unknown. */
    List<LaunchIntent> open(String arrayId) {
        return owner.change(arrayId, OwnedInstances::openLaunches);
    }

    /** Records the instances and that no others were launched; the indexes that got one. */
    List<Integer> all(LaunchIntent intent, List<Instance> launched) {
        List<Integer> indexes = indexes(intent, launched);
        String outcome =
                "LAUNCHED_%d_OF_%d"
                        .formatted(launched.size(), IndexSet.parse(intent.indexes).size());
        Instant now = clock.instant();
        owner.run(
                intent.arrayId,
                instances -> {
                    insert(intent, launched, instances, now);
                    instances.close(intent, outcome, now);
                });
        LOG.infof("launched %s for %s", IndexSet.of(indexes), intent.arrayId);
        return indexes;
    }

    /** Records the instances; the call may have launched others. */
    void some(LaunchIntent intent, List<Instance> launched) {
        Instant now = clock.instant();
        owner.run(intent.arrayId, instances -> insert(intent, launched, instances, now));
    }

    /** Records that the call launched none. */
    void none(LaunchIntent intent, String code) {
        Instant now = clock.instant();
        owner.run(intent.arrayId, instances -> instances.close(intent, code, now));
    }

    private static void insert(
            LaunchIntent intent, List<Instance> launched, OwnedInstances instances, Instant now) {
        List<Integer> indexes = indexes(intent, launched);
        for (int i = 0; i < launched.size(); i++) {
            instances.insertLaunched(intent, indexes.get(i), launched.get(i), now);
        }
    }

    private static List<Integer> indexes(LaunchIntent intent, List<Instance> launched) {
        List<Integer> all = IndexSet.parse(intent.indexes).toList();
        return launched.stream().map(instance -> all.get(instance.amiLaunchIndex())).toList();
    }
}
