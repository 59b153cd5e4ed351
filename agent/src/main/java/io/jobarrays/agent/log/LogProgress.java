package io.jobarrays.agent.log;

import io.jobarrays.contract.messages.AgentMessage.Outputs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Progress of the log transfer of one work. A supervisor counts all lines of a dropped segment as
 * lost; this class records, also for the next agent, which of them the server has stored.
 */
public final class LogProgress {
    public static final long UNKNOWN_OFFSET = -1;

    private static final Pattern FILE_FORMAT = Pattern.compile("(\\d+) (\\d+) (\\d+)");

    public final String work;
    public final LogRateLimit rateLimit = new LogRateLimit(System.nanoTime());

    /** End of the log when the work ended. */
    public long endOffset = UNKNOWN_OFFSET;

    /** Null: none was sent on this connection. */
    public @Nullable Outputs outputsSent;

    public boolean endSent;
    public boolean awaitingAnswer;
    public long sentAt;

    /** Lines before the chunk in flight that the server will never receive. */
    public long droppedLines;

    private final LogSpool spool;
    private final Path file;
    private long stored;
    private LogSpool.@Nullable Chunk inFlight;

    /** Segment that is being sent, and the number of its lines that the server has stored. */
    private long currentSegment;

    private long storedLinesOfSegment;

    /** Lines of dropped segments that the server has stored. */
    private long storedLinesOfDroppedSegments;

    public LogProgress(String work, LogSpool log) throws IOException {
        this.work = work;
        this.spool = log;
        this.file = log.directory().resolve("progress");
        Matcher numbers = FILE_FORMAT.matcher(Files.exists(file) ? Files.readString(file) : "");
        if (numbers.matches()) {
            currentSegment = Long.parseLong(numbers.group(1));
            storedLinesOfSegment = Long.parseLong(numbers.group(2));
            storedLinesOfDroppedSegments = Long.parseLong(numbers.group(3));
        }
    }

    /**
     * Returns the next chunk; it is kept in memory until stored, since its segment may be dropped.
     */
    public LogSpool.@Nullable Chunk next() throws IOException {
        if (inFlight == null) {
            inFlight = spool.read(stored).orElse(null);
            if (inFlight != null) {
                advanceTo(inFlight.segment());
                droppedLines =
                        Math.max(
                                droppedLines,
                                inFlight.droppedLines() - storedLinesOfDroppedSegments);
            }
        }
        return inFlight;
    }

    /** Whether the server has all bytes before the offset. */
    public boolean hasStored(long offset) {
        return stored >= offset;
    }

    /**
     * Handles the server's answer; ignores answers to older chunks and answers without progress.
     */
    public void stored(long offset) throws IOException {
        LogSpool.Chunk chunk = inFlight;
        if (chunk == null || offset <= chunk.offset()) {
            return;
        }
        stored = offset;
        inFlight = null;
        awaitingAnswer = false;
        if (offset == chunk.end()) {
            storedLinesOfSegment += chunk.lines();
            write();
        }
    }

    /** Deletes the segments before {@code next}: they are stored or dropped. */
    private void advanceTo(long next) throws IOException {
        if (next == currentSegment) {
            return;
        }
        if (!spool.delete(currentSegment)) {
            storedLinesOfDroppedSegments += storedLinesOfSegment;
        }
        spool.deleteBefore(next);
        currentSegment = next;
        storedLinesOfSegment = 0;
        write();
    }

    private void write() throws IOException {
        Path temporary = file.resolveSibling("progress.new");
        Files.writeString(
                temporary,
                currentSegment + " " + storedLinesOfSegment + " " + storedLinesOfDroppedSegments);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
