package io.jobarrays.contract;

/** Invalid input; the message states the given value, the reason and a valid form. */
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
