package io.jobarrays.server.problems;

/** Refusal of a well-formed request; nothing was changed. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    /**
     * @param status of HTTP: 409 wrong state, 413 too large, 422 refused
     * @param code stable for programs, {@code SPAWN-…}
     */
    public Refused(int status, String code, String sentence) {
        super(sentence);
        this.status = status;
        this.code = code;
    }

    public int status() {
        return status;
    }

    public String code() {
        return code;
    }
}
