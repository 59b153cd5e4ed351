package io.jobarrays.server.agents;

/** On which attempt the member of an instance is now, and how large its array. */
record Standing(int attempt, int size) {}
