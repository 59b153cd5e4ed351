package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.EscapeFilter;
import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.flags.LogFormat;
import io.jobarrays.cli.flags.LogRange;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.session.CommandSession;
import io.jobarrays.contract.messages.LogRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Log of one member, printed as it grows. */
public final class MemberLog {
    private static final int EXIT_NOT_FOUND = 8;

    private final CommandSession session;
    private final String path;
    private final LogRange range;
    private final LogFormat format;
    private final Optional<LogLines> lines;
    private final Optional<EscapeFilter> escapes;
    private Optional<String> offset = Optional.empty();
    private String dropped = "0";

    /**
     * @param prefix before each line; empty: the log is printed as it was written
     * @param colours whether control sequences of terminals are printed
     */
    public MemberLog(
            CommandSession session,
            String path,
            LogRange part,
            LogFormat format,
            String prefix,
            boolean colours) {
        this.session = session;
        this.path = path;
        this.range = part;
        this.format = format;
        this.lines =
                prefix.isEmpty() && !format.byLine()
                        ? Optional.empty()
                        : Optional.of(new LogLines(prefix, format, session::print));
        this.escapes = colours ? Optional.empty() : Optional.of(new EscapeFilter());
    }

    /** Prints what the member wrote since the last call. */
    public void printNew() {
        String query = range.query(path, offset, format.timestamps());
        try (Response answer = session.api().get(query, ApiClient.TEXT)) {
            if (format.timestamps()) {
                printRecords(answer.body());
            } else {
                printText(answer.body());
            }
            lines.ifPresent(LogLines::endRead);
            offset = answer.header("Spawn-Next-Offset");
            dropped = answer.header("Spawn-Dropped-Lines").orElse("0");
        } catch (Failure failure) {
            if (failure.exitCode() != EXIT_NOT_FOUND) {
                throw failure;
            }
        } catch (IOException cut) {
            throw Failure.of("SPAWN-LOGS", "the log was cut off: " + cut);
        }
    }

    /** Prints a last line without line end; reports how many lines were dropped. */
    public void finish(int index) {
        escapes.map(EscapeFilter::rest).ifPresent(rest -> print(rest, rest.length, null));
        lines.ifPresent(LogLines::finish);
        if (!dropped.equals("0")) {
            session.progress(
                    "spawn: [%d] wrote more than is kept: %s lines were dropped"
                            .formatted(index, dropped));
        }
    }

    private void printText(InputStream body) throws IOException {
        byte[] some = new byte[1 << 16];
        for (int count = body.read(some); count >= 0; count = body.read(some)) {
            write(some, count, null);
        }
    }

    private void printRecords(InputStream body) throws IOException {
        while (true) {
            byte[] header = body.readNBytes(LogRecord.HEADER);
            if (header.length < LogRecord.HEADER) {
                return;
            }
            int length = LogRecord.length(ByteBuffer.wrap(header), 0).orElseThrow();
            byte[] record = Arrays.copyOf(header, length);
            int data = body.readNBytes(record, LogRecord.HEADER, length - LogRecord.HEADER);
            if (data == length - LogRecord.HEADER) {
                LogRecord whole = LogRecord.take(ByteBuffer.wrap(record)).orElseThrow();
                write(whole.data(), data, Instant.ofEpochMilli(whole.millis()));
            }
        }
    }

    private void write(byte[] some, int count, @Nullable Instant time) {
        if (escapes.isPresent()) {
            byte[] plain = escapes.get().filter(some, count);
            print(plain, plain.length, time);
        } else {
            print(some, count, time);
        }
    }

    private void print(byte[] some, int count, @Nullable Instant time) {
        if (lines.isPresent()) {
            lines.get().write(some, count, time);
        } else {
            session.print(Arrays.copyOf(some, count));
        }
    }
}
