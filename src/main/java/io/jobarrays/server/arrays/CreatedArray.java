package io.jobarrays.server.arrays;

/** Ids of an array that was created and of its execution. */
public record CreatedArray(String id, long execution) {}
