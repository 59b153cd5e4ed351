package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;

/** Failure to read one output, which costs that output only. */
public final class UnreadableOutput extends IOException {
    private static final long serialVersionUID = 1L;

    private final String name;
    private final String sentence;
    private final boolean exists;

    private UnreadableOutput(String name, String what, boolean exists, Throwable cause) {
        super(name, cause);
        this.name = name;
        this.sentence = FileName.printable(name) + " " + what;
        this.exists = exists;
    }

    static UnreadableOutput of(String name, IOException cause) {
        return cause instanceof NoSuchFileException
                ? new UnreadableOutput(name, "was deleted while it was collected", false, cause)
                : new UnreadableOutput(name, "cannot be read: " + reason(cause), true, cause);
    }

    /** The JDK says only in the name of a class that permission is denied. */
    public static String reason(IOException cause) {
        return cause instanceof AccessDeniedException denied
                ? denied.getFile() + ": permission denied"
                : String.valueOf(cause.getMessage());
    }

    /** A process of the work has made the file shorter while it was read. */
    static UnreadableOutput shrank(String name) {
        IOException end = new IOException("it ends early");
        return new UnreadableOutput(name, "shrank while it was collected", false, end);
    }

    /** Name of the output. */
    String name() {
        return name;
    }

    /** Part of a sentence for users. */
    String sentence() {
        return sentence;
    }

    /** Whether what was to be kept is still there. */
    boolean exists() {
        return exists;
    }
}
