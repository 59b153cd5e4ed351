package io.jobarrays.server.instances.rows;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Instances of one type in one state.
 *
 * @param endRequestedAt first request to end one of them; null: none is to end
 */
public record InstanceUsage(
        InstanceState state, String instanceType, long count, @Nullable Instant endRequestedAt) {}
