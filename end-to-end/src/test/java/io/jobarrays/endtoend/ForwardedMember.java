package io.jobarrays.endtoend;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code spawn connect --forward}, with a free port of this machine. */
record ForwardedMember(ProgramRun.Going process, int port) implements AutoCloseable {
    private static final Pattern ADDRESS = Pattern.compile("127\\.0\\.0\\.1:(\\d+) is port");
    private static final Duration LIMIT = Duration.ofMinutes(1);

    static ForwardedMember open(TestControlPlane plane, String member, int port)
            throws IOException {
        ProgramRun.Going process = plane.begin("connect", member, "--forward", "0:" + port);
        try {
            Matcher address =
                    await().atMost(LIMIT)
                            .until(
                                    () -> ADDRESS.matcher(Files.readString(process.errFile())),
                                    Matcher::find);
            return new ForwardedMember(process, Integer.parseInt(address.group(1)));
        } catch (RuntimeException e) {
            process.process().destroyForcibly();
            throw e;
        }
    }

    @Override
    public void close() {
        process.process().destroy();
        process.end(LIMIT);
    }
}
