package io.jobarrays.server.instances;

import java.util.List;
import java.util.Map;

/**
 * What became of a call for many instances.
 *
 * @param refused id to why not
 */
public record BulkResult(List<String> done, Map<String, String> refused) {
    public BulkResult {
        done = List.copyOf(done);
        refused = Map.copyOf(refused);
    }
}
