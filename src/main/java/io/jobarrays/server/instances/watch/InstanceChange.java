package io.jobarrays.server.instances.watch;

/** Event: the row of an instance of the array has changed. */
public record InstanceChange(String arrayId) {}
