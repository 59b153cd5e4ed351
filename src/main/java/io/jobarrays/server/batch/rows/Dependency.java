package io.jobarrays.server.batch.rows;

/**
 * Execution after whose end another one begins.
 *
 * @param any whatever its result is
 */
public record Dependency(long execution, boolean any) {}
