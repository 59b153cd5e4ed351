package io.jobarrays.server.files;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * The output of commands: {@code logs/{array}/{index}/{attempt}.log}, growing while the agent
 * reports, kept when the machine is gone, at most {@link #LIMIT} bytes each.
 */
@ApplicationScoped
public class Logs {
    /** Bytes kept of one member's attempt: 16 MiB. */
    public static final long LIMIT = 16L * 1024 * 1024;

    private static final String SUFFIX = ".log";
    private static final int STRIPES = 64;

    private final StateDirectory state;
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

    public Logs(StateDirectory state) {
        this.state = state;
    }

    /**
     * What is held of a log.
     *
     * @param offset its length: where the agent continues
     * @param full no more is taken
     */
    public record Held(long offset, boolean full) {}

    /** Adds {@code data} if it continues what is held; what lies beyond the limit is dropped. */
    public Held append(String arrayId, int index, int attempt, long offset, byte[] data) {
        Path directory = state.directory("logs", arrayId, Integer.toString(index));
        Path log = directory.resolve(attempt + SUFFIX);
        // Two connections of one agent may overlap; the length must not change under the look.
        ReentrantLock lock = locks.get(Math.floorMod(log.hashCode(), STRIPES));
        lock.lock();
        try (FileChannel channel =
                FileChannel.open(
                        log,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        StateDirectory.OWNER_FILE)) {
            long length = channel.size();
            if (offset == length) {
                length += write(channel, length, data);
            }
            return new Held(length, length >= LIMIT);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "array %s: the log of index %d could not be kept".formatted(arrayId, index), e);
        } finally {
            lock.unlock();
        }
    }

    /** The logs of all attempts of one index, one after the other; empty if there are none. */
    public InputStream read(String arrayId, int index) {
        Path directory = state.path("logs", arrayId, Integer.toString(index));
        List<InputStream> logs =
                Numbered.in(directory, SUFFIX).stream()
                        .map(attempt -> open(directory, attempt, 0))
                        .toList();
        return new SequenceInputStream(Collections.enumeration(logs));
    }

    /** The log of one attempt from {@code offset} on; empty if there is none. */
    public InputStream read(String arrayId, int index, int attempt, long offset) {
        Path directory = state.path("logs", arrayId, Integer.toString(index));
        return Numbered.in(directory, SUFFIX).contains(attempt)
                ? open(directory, attempt, offset)
                : InputStream.nullInputStream();
    }

    /** Forgets every log of an array; its machines are gone. */
    public void delete(String arrayId) {
        StateDirectory.delete(state.path("logs", arrayId));
    }

    private static long write(FileChannel channel, long from, byte[] data) throws IOException {
        int taken = (int) Math.min(data.length, LIMIT - from);
        ByteBuffer rest = ByteBuffer.wrap(data, 0, taken);
        long position = from;
        while (rest.hasRemaining()) {
            position += channel.write(rest, position);
        }
        return taken;
    }

    private static InputStream open(Path directory, int attempt, long offset) {
        try {
            FileChannel channel = FileChannel.open(directory.resolve(attempt + SUFFIX));
            channel.position(offset);
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw new UncheckedIOException("a log cannot be read", e);
        }
    }
}
