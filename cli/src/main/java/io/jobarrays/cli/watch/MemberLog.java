package io.jobarrays.cli.watch;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.LinePrefixer;
import io.jobarrays.cli.flags.LogRange;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Response;
import io.jobarrays.cli.session.CommandSession;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Log of one member, printed as it grows. */
public final class MemberLog {
    private static final int EXIT_NOT_FOUND = 8;

    private final CommandSession session;
    private final String path;
    private final LogRange range;
    private final @Nullable LinePrefixer prefixer;
    private Optional<String> offset = Optional.empty();
    private String dropped = "0";

    /**
     * @param lines prefixes each line; null: the bytes are printed unchanged
     */
    public MemberLog(
            CommandSession session, String path, LogRange part, @Nullable LinePrefixer lines) {
        this.session = session;
        this.path = path;
        this.range = part;
        this.prefixer = lines;
    }

    /** Prints what the member wrote since the last call. */
    public void printNew() {
        try (Response answer = session.api().get(range.query(path, offset), ApiClient.TEXT)) {
            InputStream body = answer.body();
            byte[] some = new byte[1 << 16];
            for (int count = body.read(some); count >= 0; count = body.read(some)) {
                write(some, count);
            }
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
        if (prefixer != null) {
            prefixer.finish();
        }
        if (!dropped.equals("0")) {
            session.progress(
                    "spawn: [%d] wrote more than is kept: %s lines were dropped"
                            .formatted(index, dropped));
        }
    }

    private void write(byte[] some, int count) {
        if (prefixer == null) {
            session.print(Arrays.copyOf(some, count));
        } else {
            prefixer.write(some, count);
        }
    }
}
