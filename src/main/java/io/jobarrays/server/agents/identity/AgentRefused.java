package io.jobarrays.server.agents.identity;

/** Event: a call was refused, because the caller is not or no longer the agent of the member. */
public record AgentRefused(String arrayId, int index, String instanceId, String reason) {}
