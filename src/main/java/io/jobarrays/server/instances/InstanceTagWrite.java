package io.jobarrays.server.instances;

import java.time.Instant;
import java.util.List;

/** Tags that EC2 lacks, with the instances that lack them. */
public sealed interface InstanceTagWrite {
    List<String> instanceIds();

    /** Name and index of one instance. */
    record Member(String instanceId, String name, int index) implements InstanceTagWrite {
        @Override
        public List<String> instanceIds() {
            return List.of(instanceId);
        }
    }

    /**
     * The same pointer to a generation of peers on all.
     *
     * @param pointer value of the tag
     */
    record Peers(List<String> instanceIds, int generation, String pointer)
            implements InstanceTagWrite {}

    /** The same deadline on all. */
    record Deadline(List<String> instanceIds, Instant deadline) implements InstanceTagWrite {}
}
