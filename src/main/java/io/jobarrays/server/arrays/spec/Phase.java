package io.jobarrays.server.arrays.spec;

/** The five steps every array walks, in order. */
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

    /** The last part of the step's id in an expanded job: {@code training.publish-peers}. */
    public String step() {
        return step;
    }
}
