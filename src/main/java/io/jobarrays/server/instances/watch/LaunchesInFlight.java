package io.jobarrays.server.instances.watch;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Tags;
import io.jobarrays.server.instances.rows.OpenLaunch;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Launch calls without a recorded outcome. Their instances may exist already and have no row yet.
 *
 * @param launchTags for endpoints that do not answer with the client token
 */
record LaunchesInFlight(Set<String> clientTokens, Set<String> launchTags) {

    static LaunchesInFlight of(List<OpenLaunch> open) {
        return new LaunchesInFlight(
                open.stream().map(OpenLaunch::id).collect(Collectors.toUnmodifiableSet()),
                open.stream()
                        .map(LaunchesInFlight::launchTag)
                        .collect(Collectors.toUnmodifiableSet()));
    }

    boolean explain(Instance instance) {
        String tag = OrphanInstance.tag(instance, Tags.LAUNCH);
        return (instance.clientToken() != null && clientTokens.contains(instance.clientToken()))
                || (tag != null && launchTags.contains(tag));
    }

    private static String launchTag(OpenLaunch launch) {
        return launch.arrayId() + "," + IndexSet.parse(launch.indexes()).toList().getFirst();
    }
}
