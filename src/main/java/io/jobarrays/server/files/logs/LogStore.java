package io.jobarrays.server.files.logs;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.files.FileMeters;
import io.jobarrays.server.files.logs.LogJournal.Tail;
import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Stores the logs of members as records in {@code logs/{array}/{index}/{attempt}/{segment}}. Keeps
 * the newest {@link #keep} bytes of each attempt, also after the machines are terminated. Writes
 * are not forced to disk: bytes lost in a crash of the host are shown as dropped.
 */
@ApplicationScoped
public class LogStore {
    private static final long MAX_BYTES_PER_ATTEMPT = 16L << 20;
    private static final long MIN_BYTES_PER_ATTEMPT = 64L << 10;
    private static final long MAX_BYTES_PER_ARRAY = 1L << 30;
    private static final int STRIPES = 64;
    private static final int MAX_CACHED_TAILS = 4096;

    private final StateDirectory state;
    private final FileMeters meters;
    private final Map<Path, Tail> tails = new ConcurrentHashMap<>();
    private final List<ReentrantLock> locks =
            Stream.generate(ReentrantLock::new).limit(STRIPES).toList();

    public LogStore(StateDirectory state, FileMeters meters) {
        this.state = state;
        this.meters = meters;
    }

    /**
     * Bytes kept of each attempt in an array of {@code size} members: at most 1 GiB for the array.
     */
    public static long keep(int size) {
        return Math.clamp(MAX_BYTES_PER_ARRAY / size, MIN_BYTES_PER_ATTEMPT, MAX_BYTES_PER_ATTEMPT);
    }

    /**
     * Appends the new records of a chunk. A chunk after a gap is accepted: the machine has dropped
     * the bytes between.
     *
     * @param keep bytes kept of the attempt
     * @return offset up to which the log is stored now
     */
    public long append(LogChunk piece, long keep) {
        Path directory =
                state.directory(
                        "logs",
                        piece.arrayId(),
                        Integer.toString(piece.index()),
                        Integer.toString(piece.attempt()));
        // Two connections of one agent may overlap, so check and append hold one lock.
        ReentrantLock lock = lock(directory);
        lock.lock();
        try {
            return append(directory, piece, keep).end();
        } catch (IOException e) {
            throw new UncheckedIOException("log not kept in " + directory, e);
        } finally {
            lock.unlock();
        }
    }

    private Tail append(Path directory, LogChunk piece, long keep) throws IOException {
        Tail tail = tail(directory);
        if (piece.end() <= tail.end()) {
            return tail;
        }
        ByteBuffer fresh = piece.records().slice();
        fresh.position((int) Math.max(0, tail.end() - piece.offset()));
        if (new LogRecords(fresh.slice()).whole() < fresh.remaining()) {
            throw new Refusal("a piece of log at %d holds torn records".formatted(piece.offset()));
        }
        // The end is unknown until the write succeeds: a full disk may accept half a record.
        tails.remove(directory);
        long offset = Math.max(tail.end(), piece.offset());
        int bytes = fresh.remaining();
        Tail end =
                new LogJournal(directory, keep).append(tail, offset, fresh, piece.droppedLines());
        meters.logStored(bytes, Math.max(0, end.dropped() - tail.dropped()));
        return remember(directory, end);
    }

    /** Log of a member in the order of its attempts. */
    public LogText read(String arrayId, int index, LogQuery query) {
        Path member = state.path("logs", arrayId, Integer.toString(index));
        LogReader reader = new LogReader(query);
        List<Supplier<byte[]>> parts = new ArrayList<>();
        LogPosition next = query.from();
        long dropped = 0;
        for (int attempt : NumberedEntries.in(member, "")) {
            if (query.wants(attempt)) {
                Path directory = member.resolve(Integer.toString(attempt));
                Tail tail = end(directory);
                List<LogSegment> segments = LogSegment.in(directory);
                parts.add(() -> reader.start(query.start(attempt)));
                segments.forEach(one -> parts.add(() -> reader.text(one, tail.end())));
                dropped += dropped(segments);
                next = new LogPosition(attempt, tail.end(), tail.line());
            }
        }
        return new LogText(new LogStream(parts), next, dropped);
    }

    /** Deletes all logs of an array. */
    public void delete(String arrayId) {
        Path directory = state.path("logs", arrayId);
        tails.keySet().removeIf(path -> path.startsWith(directory));
        StateDirectory.delete(directory);
    }

    private static long dropped(List<LogSegment> segments) {
        if (segments.isEmpty()) {
            return 0;
        }
        LogSegment first = segments.getFirst();
        return first.line() + segments.getLast().dropped() - first.dropped();
    }

    private Tail tail(Path directory) throws IOException {
        Tail known = tails.get(directory);
        return known == null ? remember(directory, LogJournal.tail(directory)) : known;
    }

    private Tail remember(Path directory, Tail tail) {
        if (tails.size() > MAX_CACHED_TAILS) {
            tails.clear();
        }
        tails.put(directory, tail);
        return tail;
    }

    private Tail end(Path directory) {
        ReentrantLock lock = lock(directory);
        lock.lock();
        try {
            return tail(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("log not readable in " + directory, e);
        } finally {
            lock.unlock();
        }
    }

    private ReentrantLock lock(Path directory) {
        return locks.get(Math.floorMod(directory.hashCode(), STRIPES));
    }
}
