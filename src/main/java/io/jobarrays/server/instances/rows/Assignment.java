package io.jobarrays.server.instances.rows;

/** What an instance was launched to be: one index of one array, in one generation. */
public record Assignment(
        String arrayId, int index, int generation, int attempt, String instanceId) {}
