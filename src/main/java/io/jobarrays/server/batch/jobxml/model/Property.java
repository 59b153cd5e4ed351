package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Position;

/** Property as written in the job XML. */
public record Property(String name, String value, Position at) {}
