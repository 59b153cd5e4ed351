package io.jobarrays.agent.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How far the server is with the log of one work. A supervisor that drops a segment counts all its
 * lines as lost; which of them the server had is known here, also to the next agent.
 */
public final class LogProgress {
    public static final long UNKNOWN_OFFSET = -1;

    private static final Pattern FILE_FORMAT = Pattern.compile("(\\d+) (\\d+) (\\d+)");

    public final String work;
    public final LogRateLimit rateLimit = new LogRateLimit(System.nanoTime());

    /** The end of the log when the work had ended. */
    public long endOffset = UNKNOWN_OFFSET;

    public boolean endSent;
    public boolean awaitingAnswer;
    public long sentAt;

    /** Lines that no server will see, as far as the piece on its way goes. */
    public long droppedLines;

    private final LogSpool spool;
    private final Path file;
    private long stored;
    private LogSpool.@Nullable Chunk inFlight;

    /** Where the server is reading, and how many lines it has of that. */
    private long currentSegment;

    private long storedLinesOfSegment;

    /** Lines of dropped segments that the server has. */
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

    /** Kept until it is stored: on the disk it may be dropped meanwhile. */
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

    /** Takes an answer, unless it is to something older, or takes nothing itself. */
    public void stored(long offset) throws IOException {
        LogSpool.Chunk piece = inFlight;
        if (piece == null || offset <= piece.offset()) {
            return;
        }
        stored = offset;
        inFlight = null;
        awaitingAnswer = false;
        if (offset == piece.end()) {
            storedLinesOfSegment += piece.lines();
            write();
        }
    }

    /** The server has all there was before {@code next}, or will never have it. */
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
        Path fresh = file.resolveSibling("progress.new");
        Files.writeString(
                fresh,
                currentSegment + " " + storedLinesOfSegment + " " + storedLinesOfDroppedSegments);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
