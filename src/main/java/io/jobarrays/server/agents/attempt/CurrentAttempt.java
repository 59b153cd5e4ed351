package io.jobarrays.server.agents.attempt;

/** On which attempt the member of an instance is now, and how large its array. */
public record CurrentAttempt(int attempt, int size) {}
