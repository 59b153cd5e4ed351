package io.jobarrays.server.instances.rows;

/** Index of an array that an instance was launched for, with its generation and first attempt. */
public record Assignment(
        String arrayId, int index, int generation, int attempt, String instanceId) {}
