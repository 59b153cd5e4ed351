package io.jobarrays.server.instances.watch;

/** Something about an instance of the array is not as it was. */
public record InstanceChange(String arrayId) {}
