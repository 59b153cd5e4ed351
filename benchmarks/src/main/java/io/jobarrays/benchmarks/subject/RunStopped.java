package io.jobarrays.benchmarks.subject;

/** A run that cannot go on; its sentence says how far it came and why. */
final class RunStopped extends Exception {
    private static final long serialVersionUID = 1L;

    private final String sentence;

    RunStopped(String sentence) {
        super(sentence);
        this.sentence = sentence;
    }

    String sentence() {
        return sentence;
    }
}
