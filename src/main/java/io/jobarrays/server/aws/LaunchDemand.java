package io.jobarrays.server.aws;

import java.time.Instant;

/**
 * Launch of one array that waits for EC2's launch rate.
 *
 * @param submittedAt when the instances were asked for; earlier ones are admitted first
 * @param nextCall instances of its next call
 * @param total instances of all its calls, the next one included
 */
public record LaunchDemand(String arrayId, Instant submittedAt, int nextCall, int total) {}
