package io.jobarrays.server.agents.silence;

import java.time.Instant;

/**
 * Last contact with the agent of a running instance.
 *
 * @param heardAt its last message, or when the server began to listen if that was later
 */
record AgentContact(String instanceId, String arrayId, Instant heardAt) {
    boolean isSilent(SilenceRules rules, Instant now) {
        return !now.isBefore(heardAt.plus(rules.notedAfter()));
    }
}
