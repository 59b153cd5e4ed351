package io.jobarrays.contract;

/**
 * Input that cannot be taken: one sentence that says what was given, why not, and what to write.
 */
public final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public Refusal(String sentence) {
        super(sentence);
    }

    /** The sentence for the user; never null, unlike {@link #getMessage()} of other exceptions. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
