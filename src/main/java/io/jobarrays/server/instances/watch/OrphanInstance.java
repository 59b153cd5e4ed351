package io.jobarrays.server.instances.watch;

import io.jobarrays.contract.Tags;
import io.jobarrays.server.instances.rows.InstanceState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.Tag;

/**
 * Live instance with the tag of this control plane that neither a row nor a launch in flight
 * explains.
 *
 * @param arrayId value of its tag
 * @param seenAt first poll since the start of the server that found it
 */
public record OrphanInstance(
        String instanceId,
        String instanceType,
        @Nullable String az,
        InstanceState state,
        Instant launchedAt,
        @Nullable String arrayId,
        Instant seenAt) {

    static OrphanInstance of(Instance instance, Instant seenAt) {
        return new OrphanInstance(
                instance.instanceId(),
                instance.instanceTypeAsString(),
                instance.placement() == null ? null : instance.placement().availabilityZone(),
                InstanceState.of(instance.state().nameAsString()),
                instance.launchTime(),
                tag(instance, Tags.JOB_ARRAY_ID),
                seenAt);
    }

    static @Nullable String tag(Instance instance, String key) {
        return instance.tags().stream()
                .filter(tag -> tag.key().equals(key))
                .map(Tag::value)
                .findFirst()
                .orElse(null);
    }
}
