package io.jobarrays.server.agents.silence;

import io.jobarrays.server.SpawnConfig;
import java.time.Duration;

/**
 * Times of the reaction to silent agents, as in {@code spawn.agent-silence}.
 *
 * @param notedAfter an agent without a message for this long is silent
 * @param massWindow time in which many agents fall silent together
 * @param checkAfter silence after which EC2 is asked for the instance's status
 * @param endAfterCheck time from EC2's first answer to the end of member and instance
 * @param maxWithoutTtl silence after which a member without TTL ends in any case
 */
public record SilenceRules(
        Duration notedAfter,
        Duration massWindow,
        Duration checkAfter,
        Duration endAfterCheck,
        Duration maxWithoutTtl) {

    /** EC2 is asked again after this time, also when it did not answer. */
    static final Duration CHECK_INTERVAL = Duration.ofMinutes(1);

    static SilenceRules of(SpawnConfig.Silence config) {
        return new SilenceRules(
                config.notedAfter(),
                config.massWindow(),
                config.checkAfter(),
                config.endAfterCheck(),
                config.maxWithoutTtl());
    }
}
