package io.jobarrays.server.web;

/** Request body that does not parse as its media type, with line and column (from 1). */
public final class MalformedBody extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem.Finding finding;

    public MalformedBody(int line, int column, String sentence) {
        super("line %d, column %d: %s".formatted(line, column, sentence));
        this.finding = new Problem.Finding(line, column, sentence);
    }

    Problem.Finding finding() {
        return finding;
    }
}
