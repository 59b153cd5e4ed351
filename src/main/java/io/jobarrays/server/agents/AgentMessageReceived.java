package io.jobarrays.server.agents;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.instances.rows.Assignment;

/** Event: the agent of an assignment has sent a message other than log or session output. */
public record AgentMessageReceived(Assignment assignment, AgentMessage.FromAgent message) {}
