package io.jobarrays.server.agents.attempt;

/**
 * The attempt that a member is on.
 *
 * @param size of its array
 */
public record CurrentAttempt(int attempt, int size) {}
