package io.jobarrays.server.agents.identity;

/** Somebody who is not, or no longer, the agent of this place wanted to be heard as it. */
public record AgentRefused(String arrayId, int index, String instanceId, String reason) {}
