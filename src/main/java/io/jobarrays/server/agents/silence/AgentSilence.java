package io.jobarrays.server.agents.silence;

import io.jobarrays.server.instances.InstanceStatusChecks.StatusCheck;
import io.jobarrays.server.instances.ec2.InstanceHealth;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Silence of the agent of a running instance.
 *
 * @param since its last message, or when the server began to listen if that was later
 * @param mass many agents fell silent at the same time, and half of them are not back yet
 * @param health EC2's last answer about the instance; null: none in this silence
 * @param checkDueAt when EC2 is asked, or asked again
 * @param endDueAt when the member ends although EC2 finds no fault; null before EC2's answer
 * @param endDueWithoutTtlAt when a member without TTL ends in any case
 */
public record AgentSilence(
        Instant since,
        boolean mass,
        @Nullable InstanceHealth health,
        Instant checkDueAt,
        @Nullable Instant endDueAt,
        Instant endDueWithoutTtlAt) {

    /**
     * @param check null: EC2 was not asked in this silence
     */
    static AgentSilence of(
            Instant since, boolean mass, @Nullable StatusCheck check, SilenceRules rules) {
        Instant answered = check == null ? null : check.answeredAt();
        return new AgentSilence(
                since,
                mass,
                check == null ? null : check.health(),
                check == null
                        ? since.plus(rules.checkAfter())
                        : check.askedAt().plus(SilenceRules.CHECK_INTERVAL),
                answered == null ? null : answered.plus(rules.endAfterCheck()),
                since.plus(rules.maxWithoutTtl()));
    }
}
