package io.jobarrays.server.batch.gate;

/** Where a tag begins in the XML as it was sent; both numbers count from 1. */
record Position(int line, int column) {
    static final Position START = new Position(1, 1);
}
