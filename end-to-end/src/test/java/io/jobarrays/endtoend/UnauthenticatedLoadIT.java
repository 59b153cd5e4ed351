package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Members enrol and work beside calls without credentials, which come from the same address: the
 * loopback address, through which the local cloud passes the calls of agents on.
 */
class UnauthenticatedLoadIT {
    private static final Pattern USED = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final Path CHAIN = PipelineFiles.DIRECTORY.resolve("preprocess-training.xml");
    private static final long MAX_GROWTH_KIB = 64L << 10;
    private static final Duration MAX_READ_TIME = Duration.ofMillis(300);

    /** On a control plane of its own: other tests have failed attempts from this address, too. */
    @Test
    void membersEnrolBesideFailedAttempts() throws Exception {
        try (TestControlPlane plane = TestControlPlane.started();
                UnauthenticatedLoad load = UnauthenticatedLoad.of(url(plane), 50, 200);
                TestArray array = TestArray.launch(plane, "beside", 2, "--command", "true")) {
            array.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            assertMostAreLimited(load);
        }
    }

    /** Prints growth of the heap, response times of reads and the answers to the bad calls. */
    @Test
    @Tag("campaign")
    void chainsRunBesideAMinuteOfFailedAttempts() throws Exception {
        try (TestControlPlane plane = TestControlPlane.started()) {
            submit(plane);
            long before = usedHeap(plane);
            Instant end = Instant.now().plus(Duration.ofMinutes(1));
            try (UnauthenticatedLoad load = UnauthenticatedLoad.of(url(plane), 2000, 1000)) {
                List<Duration> times = new ArrayList<>();
                Thread reader = Thread.ofVirtual().start(() -> read(plane, times, end));
                int chains = 0;
                do {
                    submit(plane);
                    chains++;
                } while (Instant.now().isBefore(end));
                reader.join();
                long growth = usedHeap(plane) - before;
                ResponseTimes reads = ResponseTimes.of(times);

                System.out.printf(
                        "%d chains; heap %d KiB, grown by %d KiB; %d reads, p50 %d ms, p99 %d ms,"
                                + " longest %d ms; answers %s, none to %d%n",
                        chains,
                        before,
                        growth,
                        times.size(),
                        reads.percentile(50).toMillis(),
                        reads.percentile(99).toMillis(),
                        reads.percentile(100).toMillis(),
                        load.answers(),
                        load.failures());
                assertMostAreLimited(load);
                assertThat(growth).isLessThan(MAX_GROWTH_KIB);
                assertThat(reads.percentile(99)).isLessThan(MAX_READ_TIME);
            }
        }
    }

    private static void assertMostAreLimited(UnauthenticatedLoad load) {
        Map<Integer, Long> answers = load.answers();
        long all = sum(answers.values());
        assertThat(answers.getOrDefault(429, 0L)).as("%s", answers).isGreaterThan(all / 2);
        assertThat(answers.keySet()).as("%s", answers).doesNotContain(200, 500, 503);
    }

    private static long sum(Collection<Long> counts) {
        return counts.stream().mapToLong(count -> count).sum();
    }

    private static URI url(TestControlPlane plane) {
        return URI.create(plane.stateFile("server.json").path("url").asText());
    }

    private static void submit(TestControlPlane plane) {
        plane.run("submit", "" + CHAIN, "--files", "" + PipelineFiles.files(CHAIN), "--watch");
    }

    private static void read(TestControlPlane plane, List<Duration> times, Instant end) {
        while (Instant.now().isBefore(end)) {
            times.addAll(ResponseTimes.of(plane, "/arrays", "application/json", 10).sorted());
        }
    }

    /** Of both generations after a collection, in KiB. */
    private static long usedHeap(TestControlPlane plane) {
        String pid = "" + plane.server().orElseThrow().pid();
        jcmd(pid, "GC.run");
        Matcher used = USED.matcher(jcmd(pid, "GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    private static String jcmd(String pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ProgramRun run =
                ProgramRun.of(List.of("" + jcmd, pid, command), Map.of(), Duration.ofMinutes(1));
        assertThat(run.exit()).as(run.toString()).isZero();
        return run.out();
    }
}
