package io.jobarrays.server.instances.watch;

import java.util.List;
import software.amazon.awssdk.services.ec2.model.Instance;

/**
 * Live instances with the tag of this control plane that no member has.
 *
 * @param unrecorded without a row, and not of a launch in flight
 * @param returned ids whose row says terminated, because EC2 did not know them for a time
 */
record PollResult(List<Instance> unrecorded, List<String> returned) {
    PollResult {
        unrecorded = List.copyOf(unrecorded);
        returned = List.copyOf(returned);
    }
}
