package io.jobarrays.server.problems;

/** Requested thing does not exist; the sentence says what was searched and where. */
public final class NotFound extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public NotFound(String sentence) {
        super(sentence);
    }
}
