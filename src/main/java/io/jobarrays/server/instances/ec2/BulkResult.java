package io.jobarrays.server.instances.ec2;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Result of a call for many instances.
 *
 * @param done ids that EC2 confirmed
 * @param refused id to reason
 * @param unknown refused ids that EC2 does not know
 * @param throttled a request limit refused a call: fewer ids at once may be permitted
 */
public record BulkResult(
        List<String> done, Map<String, String> refused, List<String> unknown, boolean throttled) {
    public BulkResult {
        done = List.copyOf(done);
        refused = Map.copyOf(refused);
        unknown = List.copyOf(unknown);
    }

    /** With ids that were refused before the call. */
    public BulkResult withRefused(Map<String, String> before) {
        Map<String, String> all = new HashMap<>(refused);
        all.putAll(before);
        return new BulkResult(done, all, unknown, throttled);
    }
}
