package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Position;

/** A property as it was written. */
public record Property(String name, String value, Position at) {}
