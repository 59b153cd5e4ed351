package io.jobarrays.server.problems;

/** What was asked for is not there; the sentence says what was looked for and where. */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound(String sentence) {
        super(sentence);
    }
}
