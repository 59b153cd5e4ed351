package io.jobarrays.server.batch.jobxml.xml;

/** Where a tag begins in the XML as it was sent; both numbers count from 1. */
public record Position(int line, int column) {
    public static final Position START = new Position(1, 1);
}
