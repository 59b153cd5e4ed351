package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.server.instances.Place;

/** STUB. */
public record AgentWord(Place place, AgentMessage.FromAgent message) {}
