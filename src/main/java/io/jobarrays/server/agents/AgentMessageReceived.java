package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.instances.Place;

/** What the agent at a place said; logs are kept before anybody hears of them. */
public record AgentMessageReceived(Place place, AgentMessage.FromAgent message) {}
