package io.jobarrays.agent.server;

import java.io.IOException;

/** The server does not accept an upload of this size; the message is its sentence. */
public final class UploadTooLarge extends IOException {
    private static final long serialVersionUID = 1L;

    public UploadTooLarge(String sentence) {
        super(sentence);
    }

    /** The sentence for the user. */
    public String sentence() {
        return String.valueOf(getMessage());
    }
}
