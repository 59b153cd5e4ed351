package io.jobarrays.cli.commands;

import io.jobarrays.cli.Failure;
import io.jobarrays.cli.Session;
import io.jobarrays.cli.http.Answer;
import io.jobarrays.cli.http.Api;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** The log of one member, shown line by line as it grows. */
final class MemberLog {
    private static final int NOT_FOUND = 8;

    private final Session session;
    private final String path;
    private final byte[] prefix;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private long offset;

    /**
     * @param prefix stands before each line; empty for the bytes as they are
     */
    MemberLog(Session session, String path, String prefix) {
        this.session = session;
        this.path = path;
        this.prefix = prefix.getBytes(StandardCharsets.UTF_8);
    }

    /** Shows what came since the last time. */
    void show() {
        try (Answer answer = session.api().get(path + "?offset=" + offset, Api.TEXT)) {
            InputStream body = answer.body();
            byte[] part = new byte[1 << 16];
            for (int count = body.read(part); count >= 0; count = body.read(part)) {
                offset += count;
                write(part, count);
            }
        } catch (Failure failure) {
            if (failure.exitCode() != NOT_FOUND) {
                throw failure;
            }
        } catch (IOException cut) {
            throw Failure.of("SPAWN-LOGS", "the log was cut off: " + cut);
        }
    }

    /** Shows a last line that has no end. */
    void finish() {
        if (line.size() > 0) {
            line.write('\n');
            session.data(line.toByteArray());
            line.reset();
        }
    }

    private void write(byte[] part, int count) {
        if (prefix.length == 0) {
            session.data(java.util.Arrays.copyOf(part, count));
            return;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            if (line.size() == 0) {
                line.writeBytes(prefix);
            }
            line.write(part[i]);
            if (part[i] == '\n') {
                whole.writeBytes(line.toByteArray());
                line.reset();
            }
        }
        session.data(whole.toByteArray());
    }
}
