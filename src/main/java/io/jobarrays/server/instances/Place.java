package io.jobarrays.server.instances;

/** What an instance was launched to be: one index of one array, in one generation. */
public record Place(String arrayId, int index, int generation, int attempt, String instanceId) {}
