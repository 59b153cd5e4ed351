package io.jobarrays.agent.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Content of an output; each failure is an {@link UnreadableOutput}, unlike those of the target.
 */
public final class OutputContent extends FilterInputStream {
    private final String name;

    private OutputContent(String name, InputStream in) {
        super(in);
        this.name = name;
    }

    public static OutputContent open(OutputEntry.File file) throws UnreadableOutput {
        return open(file.name(), file.path());
    }

    private static OutputContent open(String name, Path path) throws UnreadableOutput {
        try {
            return new OutputContent(name, Files.newInputStream(path));
        } catch (IOException e) {
            throw UnreadableOutput.of(name, e);
        }
    }

    @Override
    public int read() throws UnreadableOutput {
        try {
            return in.read();
        } catch (IOException e) {
            throw UnreadableOutput.of(name, e);
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws UnreadableOutput {
        try {
            return in.read(bytes, offset, length);
        } catch (IOException e) {
            throw UnreadableOutput.of(name, e);
        }
    }
}
