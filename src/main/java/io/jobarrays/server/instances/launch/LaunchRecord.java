package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.instances.rows.InstanceRows;
import io.jobarrays.server.instances.rows.LaunchIntent;
import io.jobarrays.server.instances.rows.LaunchIntentRows;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Records every instance of a launch call before anything else happens to it. */
@ApplicationScoped
class LaunchRecord {
    private static final Logger LOG = Logger.getLogger(LaunchRecord.class);

    private final InstanceRows instances;
    private final LaunchIntentRows intents;

    LaunchRecord(InstanceRows instances, LaunchIntentRows intents) {
        this.instances = instances;
        this.intents = intents;
    }

    /** Records the instances and that no others were launched; the indexes that got one. */
    List<Integer> all(LaunchIntent intent, List<Instance> launched) {
        List<Integer> indexes = indexes(intent, launched);
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            insert(intent, launched);
                            intents.close(
                                    intent,
                                    "LAUNCHED_%d_OF_%d"
                                            .formatted(
                                                    launched.size(),
                                                    IndexSet.parse(intent.indexes).size()));
                        });
        LOG.infof("launched %s for %s", IndexSet.of(indexes), intent.arrayId);
        return indexes;
    }

    /** Records the instances; the call may have launched others. */
    void some(LaunchIntent intent, List<Instance> launched) {
        QuarkusTransaction.requiringNew().run(() -> insert(intent, launched));
    }

    /** Records that the call launched none. */
    void none(LaunchIntent intent, String code) {
        QuarkusTransaction.requiringNew().run(() -> intents.close(intent, code));
    }

    private void insert(LaunchIntent intent, List<Instance> launched) {
        List<Integer> indexes = indexes(intent, launched);
        for (int i = 0; i < launched.size(); i++) {
            instances.insertLaunched(intent, indexes.get(i), launched.get(i));
        }
    }

    private static List<Integer> indexes(LaunchIntent intent, List<Instance> launched) {
        List<Integer> all = IndexSet.parse(intent.indexes).toList();
        return launched.stream().map(instance -> all.get(instance.amiLaunchIndex())).toList();
    }
}
