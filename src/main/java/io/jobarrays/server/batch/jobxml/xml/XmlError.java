package io.jobarrays.server.batch.jobxml.xml;

/** One finding of the gate, at the line and column (from 1) where its tag begins. */
public record XmlError(int line, int column, String message) {

    @Override
    public String toString() {
        return "line %d, column %d: %s".formatted(line, column, message);
    }
}
