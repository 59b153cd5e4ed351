package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Logs that exceed their limit. */
class LogFloodIT {
    /**
     * Writes at most 10 MB/s in lines of 100 bytes, for that many seconds or more, then one last
     * line.
     */
    private static final String FLOOD =
            """
            import sys, time
            line = b"x" * 99 + b"\\n"
            for _ in range(int(sys.argv[1]) * 10):
                sys.stdout.buffer.write(line * 10000)
                sys.stdout.buffer.flush()
                time.sleep(0.1)
            print("the last word")
            """;

    @Test
    void keepsTheEndOfALogFloodAndCountsDroppedLines() throws Exception {
        flood(2, 3);
    }

    /** Prints response times during the flood and during equally busy silent work. */
    @Test
    @Tag("campaign")
    void answersQuicklyDuringEightLogFloods() throws Exception {
        try (TestControlPlane plane = TestControlPlane.started()) {
            TestArray noise = launch(plane, "noise", 8, 60, ">/dev/null");
            noise.untilEach(TestControlPlane.CONDITION_TIMEOUT, "state", "running");
            Duration beside =
                    ResponseTimes.of(plane, "/arrays", "application/json", 300).percentile(50);
            noise.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
            plane.run("terminate", "noise", "--yes");
            long before = rss(plane);
            TestArray fleet = launch(plane, "flood", 8, 60, "");
            fleet.untilEach(TestControlPlane.CONDITION_TIMEOUT, "state", "running");

            Duration during =
                    ResponseTimes.of(plane, "/arrays", "application/json", 300).percentile(50);

            fleet.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
            System.out.printf(
                    "server RSS before %d MiB, after %d MiB%n", before >> 10, rss(plane) >> 10);
            System.out.printf(
                    "median answer beside silent work %.2f ms, beside the flood %.2f ms%n",
                    beside.toNanos() / 1e6, during.toNanos() / 1e6);
            check(plane, 8, before);
        }
    }

    private static void flood(int size, int seconds) throws Exception {
        try (TestControlPlane plane = TestControlPlane.started()) {
            long before = rss(plane);
            TestArray fleet = launch(plane, "flood", size, seconds, "");
            fleet.untilEach(Duration.ofSeconds(seconds + 180), "exit_status", "EXIT_0");
            check(plane, size, before);
        }
    }

    private static TestArray launch(
            TestControlPlane plane, String name, int size, int seconds, String output)
            throws IOException {
        Path files = plane.files("flood");
        Files.writeString(files.resolve("flood.py"), FLOOD);
        return TestArray.launch(
                plane,
                name,
                size,
                "--files",
                "" + files,
                "--command",
                "python3 flood.py %d %s".formatted(seconds, output));
    }

    private static void check(TestControlPlane plane, int size, long before) throws IOException {
        assertThat(rss(plane) - before).isLessThan(200L << 10);
        IntStream.range(0, size)
                .forEach(
                        index -> {
                            ProgramRun log = plane.run("logs", "flood-" + index);
                            assertThat(log.out()).endsWith("the last word\n");
                            assertThat(log.out().length()).isLessThan(17 << 20);
                            assertThat(log.out() + log.err())
                                    .containsPattern("\\d+ lines were dropped");
                        });
        plane.run("terminate", "flood", "--yes");
    }

    /** In KiB. */
    private static long rss(TestControlPlane plane) throws IOException {
        long pid = plane.stateFile("server.json").path("pid").asLong();
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
