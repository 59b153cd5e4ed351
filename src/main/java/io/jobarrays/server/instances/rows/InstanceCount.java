package io.jobarrays.server.instances.rows;

/** Number of instances in one state. */
record InstanceCount(InstanceState state, long count) {}
