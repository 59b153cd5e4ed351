package io.jobarrays.server.batch;

/** A submission that would be taken, with the steps it becomes and its roads. */
public record Checked(String expandedXml, String graph) {}
