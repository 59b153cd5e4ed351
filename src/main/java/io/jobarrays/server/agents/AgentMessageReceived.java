package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.instances.rows.Assignment;

/** What the agent at a place said; logs are kept before anybody hears of them. */
public record AgentMessageReceived(Assignment assignment, AgentMessage.FromAgent message) {}
