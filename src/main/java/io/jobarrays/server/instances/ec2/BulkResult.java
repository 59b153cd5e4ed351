package io.jobarrays.server.instances.ec2;

import java.util.List;
import java.util.Map;

/**
 * What became of a call for many instances.
 *
 * @param refused id to why not
 * @param unknown those of the refused that EC2 said it does not know
 */
public record BulkResult(List<String> done, Map<String, String> refused, List<String> unknown) {
    public BulkResult {
        done = List.copyOf(done);
        refused = Map.copyOf(refused);
        unknown = List.copyOf(unknown);
    }
}
