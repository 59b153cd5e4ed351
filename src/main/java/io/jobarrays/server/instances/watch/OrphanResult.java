package io.jobarrays.server.instances.watch;

/**
 * Result of the termination of one orphan.
 *
 * @param result what happens to the instance, or why it was refused
 */
public record OrphanResult(String instanceId, boolean ok, String result) {}
