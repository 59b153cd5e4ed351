package io.jobarrays.server.instances.rows;

import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;

/** What EC2 has of the tags that are written after the launch; each method is one transaction. */
@ApplicationScoped
public class InstanceTagRows {
    /** Name and index are written. */
    public void recordMember(Collection<String> instanceIds) {
        record("tagged = ?1", true, instanceIds);
    }

    /** The pointer to this generation of peers is written. */
    public void recordPeers(Collection<String> instanceIds, int generation) {
        record("peersTag = ?1", generation, instanceIds);
    }

    /** This deadline is written. */
    public void recordDeadline(Collection<String> instanceIds, Instant deadline) {
        record("deadlineTag = ?1", deadline, instanceIds);
    }

    private static void record(String change, Object value, Collection<String> instanceIds) {
        if (!instanceIds.isEmpty()) {
            QuarkusTransaction.requiringNew()
                    .run(
                            () ->
                                    Instance.update(
                                            change + " where instanceId in ?2",
                                            value,
                                            instanceIds));
        }
    }
}
