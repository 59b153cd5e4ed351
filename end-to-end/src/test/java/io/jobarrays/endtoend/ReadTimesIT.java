package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Response times of reads while many members are at work, beside executions that have ended: {@code
 * -Darrays=100 -Dmembers=100 -Dexecutions=1000}. The limits of AWS are multiplied by 20, so that
 * the launches take minutes.
 */
@Tag("campaign")
class ReadTimesIT {
    private static final int LIMITS_FACTOR = 20;

    /** The JIT compilers of a user's server, not those of other tests. */
    private static final Map<String, String> SETTINGS =
            Map.of("SPAWN_AWS_LIMITS_FACTOR", "" + LIMITS_FACTOR, "SPAWN_JAVA_OPTIONS", "");

    private static final int READS = 300;
    private static final int LAUNCHES_AT_ONCE = 10;
    private static final int EXECUTIONS_AT_ONCE = 40;
    private static final Duration LAUNCH_LIMIT = Duration.ofMinutes(30);

    /** Polls of EC2 and of DNS go on in the background. */
    private static final int MAX_AWS_CALLS = 100;

    private static final String CALLS = "spawn_aws_calls_seconds_count";

    private static final String PIPELINE =
            """
            <job id="read" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
              <step id="first" next="second">
                <properties>
                  <property name="instance-type" value="scale.nano"/>
                  <property name="command" value="exit 0"/>
                </properties>
                <batchlet ref="array"/>
              </step>
              <step id="second">
                <properties>
                  <property name="instance-type" value="scale.nano"/>
                  <property name="command" value="exit 0"/>
                </properties>
                <batchlet ref="array"/>
              </step>
            </job>
            """;

    @Test
    void printsTimesOfReads() throws Exception {
        int arrays = Integer.getInteger("arrays", 100);
        int members = Integer.getInteger("members", 100);
        int executions = Integer.getInteger("executions", 1000);
        try (TestControlPlane plane = TestControlPlane.inScaleMode(SETTINGS)) {
            new TestCloud(plane).multiplyLimits(LIMITS_FACTOR);
            runExecutions(plane, executions);
            launchArrays(plane, arrays, members);
            awaitQuiet(plane);

            MetricsScrape before = MetricsScrape.of(plane);
            print(plane, "/arrays?limit=50", "application/json", READS);
            print(plane, "/arrays?limit=50", "text/plain", READS);
            print(plane, "/arrays", "text/plain", 50);
            print(plane, "/arrays/reads0", "application/json", READS);
            print(plane, "/instances", "application/x-ndjson", 20);
            print(plane, "/executions?limit=50", "application/json", READS);
            print(plane, "/executions?limit=50", "text/plain", READS);
            print(plane, "/executions", "text/plain", 50);
            print(plane, "/executions", "application/x-ndjson", 50);
            print(plane, "/executions/1", "application/json", READS);
            double calls = MetricsScrape.of(plane).since(before, CALLS);
            System.out.printf("AWS calls of the server meanwhile: %.0f%n", calls);

            assertThat(plane.api().get("/instances", "application/x-ndjson").body().lines())
                    .hasSize(arrays * members);
            assertThat(plane.api().get("/executions", "application/x-ndjson").body().lines())
                    .hasSize(executions)
                    .allMatch(line -> line.contains("\"state\":\"COMPLETED\""));
            assertThat(calls).isLessThan(MAX_AWS_CALLS);
        }
    }

    /** As many open as a server with few cores completes in time. */
    private static void runExecutions(TestControlPlane plane, int executions) {
        long began = System.nanoTime();
        for (int submitted = 0; submitted < executions; ) {
            int more = Math.min(executions - submitted, EXECUTIONS_AT_ONCE - open(plane));
            for (int i = 0; i < more; i++) {
                plane.api().submit(PIPELINE, Map.of());
            }
            submitted += Math.max(0, more);
            await().atMost(LAUNCH_LIMIT).until(() -> open(plane) <= EXECUTIONS_AT_ONCE / 2);
        }
        await().atMost(LAUNCH_LIMIT).until(() -> open(plane) == 0);
        System.out.printf(
                "%d executions ended after %d s%n",
                executions, Duration.ofNanos(System.nanoTime() - began).toSeconds());
    }

    private static int open(TestControlPlane plane) {
        return Stream.of("STARTING", "STARTED")
                .mapToInt(state -> plane.api().json("/executions?state=" + state).size())
                .sum();
    }

    private static void launchArrays(TestControlPlane plane, int arrays, int members) {
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
    }

    /** All tags are written. */
    private static void awaitQuiet(TestControlPlane plane) {
        await().atMost(LAUNCH_LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .until(
                        () -> {
                            MetricsScrape before = MetricsScrape.of(plane);
                            Thread.sleep(Duration.ofSeconds(5));
                            return MetricsScrape.of(plane)
                                            .since(before, CALLS, "operation=\"CreateTags\"")
                                    == 0;
                        });
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
