package io.jobarrays.server.arrays.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
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
        @Nullable Instant launchedAt,
        @JsonUnwrapped Life life) {

    /**
     * What is wanted of its machine, and until when.
     *
     * @param power what was asked for: RUNNING, STARTING, STOPPED, HIBERNATED
     * @param connected whether its agent can be spoken to
     * @param ttlDeadline null while its machine is off, or without TTL
     * @param ttlRemainingSeconds null while its machine runs, or without TTL
     * @param busy why it counts as busy; null when it is idle or its agent has not said
     * @param interruptedAt when EC2 takes it back
     */
    public record Life(
            String power,
            boolean connected,
            @Nullable Instant ttlDeadline,
            @Nullable Long ttlRemainingSeconds,
            @Nullable String busy,
            @Nullable Instant idleSince,
            @Nullable Instant interruptedAt) {}
}
