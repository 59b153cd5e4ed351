package io.jobarrays.server.instances.rows;

import java.time.Instant;

/** Running instance whose agent has enrolled and is to be heard. */
public record ExpectedAgent(String instanceId, String arrayId, Instant runningSince) {}
