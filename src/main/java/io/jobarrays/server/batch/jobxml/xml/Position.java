package io.jobarrays.server.batch.jobxml.xml;

/** Position of a tag in the submitted XML; line and column count from 1. */
public record Position(int line, int column) {
    public static final Position START = new Position(1, 1);
}
