package io.jobarrays.server.arrays.spec;

/** Phases of an array in order; each is one step of its batch job. */
public enum Phase {
    LAUNCH("launch"),
    BARRIER("barrier"),
    PUBLISH_PEERS("publish-peers"),
    RUN("run"),
    RELEASE("release");

    private final String step;

    Phase(String step) {
        this.step = step;
    }

    /** Suffix of the step's id in the expanded job, as in {@code training.publish-peers}. */
    public String step() {
        return step;
    }
}
