package io.jobarrays.server.batch.gate;

/** A property as it was written. */
record Property(String name, String value, Position at) {}
