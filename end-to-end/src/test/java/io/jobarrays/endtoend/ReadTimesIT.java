package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Response times of reads while many members are at work: {@code -Darrays=100 -Dmembers=100}. The
 * limits of AWS are multiplied by 20, so that the launches take minutes.
 */
@Tag("campaign")
class ReadTimesIT {
    private static final int LIMITS_FACTOR = 20;
    private static final int READS = 300;
    private static final int LAUNCHES_AT_ONCE = 10;
    private static final Duration LAUNCH_LIMIT = Duration.ofMinutes(30);

    @Test
    void printsTimesOfReads() throws Exception {
        int arrays = Integer.getInteger("arrays", 100);
        int members = Integer.getInteger("members", 100);
        try (TestControlPlane plane =
                TestControlPlane.started(
                        Map.of("SPAWN_AWS_LIMITS_FACTOR", "" + LIMITS_FACTOR), "--scale")) {
            new TestCloud(plane).multiplyLimits(LIMITS_FACTOR);
            // As many launches under way as a server with few cores completes in time.
            for (int first = 0; first < arrays; first += LAUNCHES_AT_ONCE) {
                int end = Math.min(arrays, first + LAUNCHES_AT_ONCE);
                for (int i = first; i < end; i++) {
                    launch(plane, "reads" + i, members);
                }
                for (int i = first; i < end; i++) {
                    new TestArray(plane, "reads" + i).untilEach(LAUNCH_LIMIT, "phase", "peers");
                }
            }

            print(plane, "/arrays?limit=50", "application/json", READS);
            print(plane, "/arrays?limit=50", "text/plain", READS);
            print(plane, "/arrays", "text/plain", 50);
            print(plane, "/arrays/reads0", "application/json", READS);
            print(plane, "/instances", "application/x-ndjson", 20);

            assertThat(plane.api().get("/instances", "application/x-ndjson").body().lines())
                    .hasSize(arrays * members);
        }
    }

    private static void launch(TestControlPlane plane, String name, int members) {
        plane.run(
                "launch",
                "--job-array-name",
                name,
                "--count",
                "" + members,
                "--instance-type",
                "scale.nano",
                "--ttl",
                "3h",
                "--barrier-timeout",
                "30m",
                "--command",
                "forever",
                "--detach");
    }

    private static void print(TestControlPlane plane, String path, String type, int reads)
            throws Exception {
        ResponseTimes times = ResponseTimes.of(plane, path, type, reads);
        System.out.printf(
                "GET %s %s: %d reads, p50 %d ms, p99 %d ms, longest %d ms%n",
                path,
                type,
                reads,
                times.percentile(50).toMillis(),
                times.percentile(99).toMillis(),
                times.percentile(100).toMillis());
    }
}
