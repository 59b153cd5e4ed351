package io.jobarrays.cli.base;

import java.io.IOException;

/** Failure to write to stdout: its file system is full, its reader is gone, or it is closed. */
public final class StdoutFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** As a shell reports a program that SIGPIPE ended: 128 + 13. */
    public static final int EXIT_READER_GONE = 141;

    private final boolean readerGone;

    StdoutFailure(IOException cause, boolean readerGone) {
        super("the output could not be written to stdout: " + cause.getMessage(), cause);
        this.readerGone = readerGone;
    }

    /** Whether the other end of a pipe is closed, as after {@code | head}; no message is wanted. */
    public boolean isReaderGone() {
        return readerGone;
    }

    public int exitCode() {
        return readerGone ? EXIT_READER_GONE : Failure.EXIT_FAILED;
    }

    public String sentence() {
        return String.valueOf(getMessage());
    }
}
