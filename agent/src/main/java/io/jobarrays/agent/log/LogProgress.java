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
    public static final long UNKNOWN = -1;

    private static final Pattern KEPT = Pattern.compile("(\\d+) (\\d+) (\\d+)");

    public final String work;
    public final LogAllowance allowance = new LogAllowance(System.nanoTime());

    /** The end of the log when the work had ended. */
    public long endsAt = UNKNOWN;

    public boolean told;
    public boolean asking;
    public long asked;

    /** Lines that no server will see, as far as the piece on its way goes. */
    public long dropped;

    private final LogSpool log;
    private final Path kept;
    private long stored;
    private LogSpool.@Nullable Piece onItsWay;

    /** Where the server is reading, and how many lines it has of that. */
    private long segment;

    private long linesOfSegment;

    /** Lines of dropped segments that the server has. */
    private long savedLines;

    public LogProgress(String work, LogSpool log) throws IOException {
        this.work = work;
        this.log = log;
        this.kept = log.directory().resolve("progress");
        Matcher numbers = KEPT.matcher(Files.exists(kept) ? Files.readString(kept) : "");
        if (numbers.matches()) {
            segment = Long.parseLong(numbers.group(1));
            linesOfSegment = Long.parseLong(numbers.group(2));
            savedLines = Long.parseLong(numbers.group(3));
        }
    }

    /** Kept until it is stored: on the disk it may be dropped meanwhile. */
    public LogSpool.@Nullable Piece next() throws IOException {
        if (onItsWay == null) {
            onItsWay = log.read(stored).orElse(null);
            if (onItsWay != null) {
                enter(onItsWay.segment());
                dropped = Math.max(dropped, onItsWay.dropped() - savedLines);
            }
        }
        return onItsWay;
    }

    /** Takes an answer, unless it is to something older, or takes nothing itself. */
    public void stored(long offset) throws IOException {
        LogSpool.Piece piece = onItsWay;
        if (piece == null || offset <= piece.offset()) {
            return;
        }
        stored = offset;
        onItsWay = null;
        asking = false;
        if (offset == piece.end()) {
            linesOfSegment += piece.lines();
            keep();
        }
    }

    /** The server has all there was before {@code next}, or will never have it. */
    private void enter(long next) throws IOException {
        if (next == segment) {
            return;
        }
        if (!log.delete(segment)) {
            savedLines += linesOfSegment;
        }
        log.deleteBefore(next);
        segment = next;
        linesOfSegment = 0;
        keep();
    }

    private void keep() throws IOException {
        Path fresh = kept.resolveSibling("progress.new");
        Files.writeString(fresh, segment + " " + linesOfSegment + " " + savedLines);
        Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
    }
}
