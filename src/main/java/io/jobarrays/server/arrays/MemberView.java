package io.jobarrays.server.arrays;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One member as its users see it.
 *
 * @param state EC2's word for its instance, {@code planned} before there is one
 * @param phase where it is on its way: planned, launched, arrived, peers, ended
 */
public record MemberView(
        int index,
        String name,
        @Nullable String instanceId,
        @Nullable String instanceType,
        String state,
        @Nullable String az,
        @Nullable String publicIp,
        @Nullable String privateIp,
        String dns,
        int generation,
        int attempt,
        String phase,
        @Nullable String exitStatus,
        @Nullable String reason,
        @Nullable Instant launchedAt) {}
