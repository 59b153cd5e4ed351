package io.jobarrays.server.files.archives;

/** What a member uploads. */
public sealed interface UploadContent {
    UploadContent OUTPUTS = new Outputs();
    UploadContent CHECKPOINT = new Checkpoint();

    /** A tar.gz of what it has collected. */
    record Outputs() implements UploadContent {}

    /** The list of outputs that the member has sent to a place. */
    record OutputList(String place) implements UploadContent {}

    /** A tar.gz of its checkpoint directory. */
    record Checkpoint() implements UploadContent {}
}
