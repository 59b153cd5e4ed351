package io.jobarrays.server.batch.jobxml.xml;

/** Finding at the line and column (from 1) of its tag. */
public record XmlError(int line, int column, String message) {

    @Override
    public String toString() {
        return "line %d, column %d: %s".formatted(line, column, message);
    }
}
