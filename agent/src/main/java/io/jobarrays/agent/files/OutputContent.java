package io.jobarrays.agent.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Content of an output; each failure is an {@link UnreadableOutput}, unlike those of the target.
 */
public final class OutputContent extends FilterInputStream {
    private final String name;
    private final FileChannel file;

    private OutputContent(String name, FileChannel file) {
        super(Channels.newInputStream(file));
        this.name = name;
        this.file = file;
    }

    public static OutputContent open(OutputEntry.File file) throws UnreadableOutput {
        return open(file.name(), file.path());
    }

    private static OutputContent open(String name, Path path) throws UnreadableOutput {
        try {
            return new OutputContent(name, FileChannel.open(path));
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

    long size() throws UnreadableOutput {
        try {
            return file.size();
        } catch (IOException e) {
            throw UnreadableOutput.of(name, e);
        }
    }

    /**
     * Bytes of the file that is open, read again. Another thread may read them: it would open the
     * file with other rights.
     */
    public InputStream from(long offset, long bytes) {
        return new InputStream() {
            private long position = offset;

            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int start, int length) throws IOException {
                long left = offset + bytes - position;
                if (left == 0) {
                    return -1;
                }
                ByteBuffer buffer = ByteBuffer.wrap(into, start, (int) Math.min(left, length));
                int read = file.read(buffer, position);
                position += Math.max(0, read);
                return read;
            }
        };
    }
}
