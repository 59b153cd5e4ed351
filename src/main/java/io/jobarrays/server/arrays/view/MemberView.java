package io.jobarrays.server.arrays.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * View of a member for users.
 *
 * @param state EC2's state of its instance; {@code planned} before the first launch
 * @param phase progress: planned, launched, arrived, peers, ended
 * @param reason why the member ended as it did, or why it does not proceed; null: nothing to say
 * @param note what the outputs of its work lack, which did not decide its end; null: nothing
 * @param parameters of its index by name, as its sweep has them; null without a sweep
 */
public record MemberView(
        int index,
        String name,
        @Nullable String instanceId,
        @Nullable String instanceType,
        @Schema(
                        enumeration = {
                            "planned",
                            "pending",
                            "running",
                            "stopping",
                            "stopped",
                            "shutting-down",
                            "terminated",
                            "handed-over"
                        })
                String state,
        @Nullable String az,
        @Nullable String publicIp,
        @Nullable String privateIp,
        String dns,
        int generation,
        int attempt,
        @Schema(enumeration = {"planned", "launched", "arrived", "peers", "ended"}) String phase,
        @Nullable String exitStatus,
        @Nullable String reason,
        @Nullable String note,
        @Nullable Instant launchedAt,
        @Nullable Map<String, String> parameters,
        @JsonUnwrapped Life life) {

    /**
     * Desired power of its instance, its deadline and its idleness.
     *
     * @param power desired: RUNNING, STARTING, STOPPED, HIBERNATED
     * @param connected whether its agent is connected
     * @param ttlDeadline null while its instance is off, or without TTL
     * @param ttlRemainingSeconds null while its instance runs, or without TTL
     * @param busy why it counts as busy; null when it is idle or its agent has not reported
     * @param interruptedAt when EC2 interrupts it
     */
    public record Life(
            @Schema(enumeration = {"RUNNING", "STARTING", "STOPPED", "HIBERNATED"}) String power,
            boolean connected,
            @Nullable Instant ttlDeadline,
            @Nullable Long ttlRemainingSeconds,
            @Nullable String busy,
            @Nullable Instant idleSince,
            @Nullable Instant interruptedAt) {}
}
