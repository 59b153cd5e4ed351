package io.jobarrays.server.instances.rows;

/** Member that has an instance. */
public record InstancePlace(String id, String arrayId, int index) {}
