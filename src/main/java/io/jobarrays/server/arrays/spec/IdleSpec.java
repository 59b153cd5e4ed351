package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Idle timeout of an instance and the action after it.
 *
 * @param timeout null: no idle detection
 * @param cpuPercent a CPU load below this counts as idle
 */
public record IdleSpec(@Nullable Duration timeout, int cpuPercent, OnComplete action) {
    private static final int DEFAULT_CPU_PERCENT = 10;

    static IdleSpec of(FlagReader flags) {
        Duration timeout = flags.duration("idle-timeout");
        String action = flags.text("on-idle");
        for (String dependent : new String[] {"on-idle", "idle-cpu"}) {
            if (timeout == null && flags.text(dependent) != null) {
                throw new Refusal(dependent + ": only with idle-timeout");
            }
        }
        String defaultAction = flags.flag("hibernate") ? "hibernate" : "terminate";
        OnComplete chosen = OnComplete.of("on-idle", action == null ? defaultAction : action);
        if (chosen == OnComplete.KEEP) {
            throw new Refusal(
                    "on-idle: write terminate, stop or hibernate; to keep idle machines leave idle-timeout out");
        }
        return new IdleSpec(timeout, flags.number("idle-cpu", DEFAULT_CPU_PERCENT, 1, 100), chosen);
    }

    public AgentMessage.Idle message() {
        return new AgentMessage.Idle(
                timeout == null ? null : timeout.toSeconds(), cpuPercent, action.flagValue());
    }
}
