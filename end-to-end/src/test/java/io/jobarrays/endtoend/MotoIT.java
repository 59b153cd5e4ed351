package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server with an EC2 and a Route 53 that this project did not write. */
@Order(1)
class MotoIT {
    @TempDir private static Path directory = Path.of("");
    private static MotoControlPlane plane;

    /** They run side by side, since each waits for its barrier timeout. */
    private static final Map<String, ProgramRun.Going> LAUNCHES = new TreeMap<>();

    @BeforeAll
    static void start() throws IOException {
        plane = MotoControlPlane.start(directory);
        begin(MotoControlPlane.ARRAY_WITH_LOST_ANSWER, "15s", "--barrier");
        begin("coupled", "8s", "--barrier");
        begin("plain", "8s");
        begin("viable", "8s", "--min-viable", "2");
    }

    @AfterAll
    static void stop() {
        if (plane != null) {
            plane.close();
        }
    }

    @Test
    void reachesNothingOutsideAndAnswersAtThePublicUrl() {
        assertThat(plane.routes()).doesNotContain("default");
        assertThat(plane.publicDocument()).contains("openapi: 3");
        assertThat(plane.health()).contains("\"reachable\": true");
    }

    @Test
    void refusesToStartWithAnotherEndpointForOneServiceOnly() {
        ProgramRun run = plane.serverWithout("QUARKUS_ROUTE53_ENDPOINT_OVERRIDE");

        assertThat(run.exit()).as(run.toString()).isEqualTo(2);
        assertThat(run.err())
                .startsWith("spawn: quarkus.ec2.endpoint-override=http://127.0.0.1:5000 is not AWS")
                .hasLineCount(1);
    }

    /**
     * moto launches MinCount instances: a coupled array gets all three in one call, the others one
     * after the other, and perhaps not all of them before their barrier timeout.
     */
    @Test
    void terminatesEveryInstanceWhoseAgentNeverEnrols() throws IOException {
        for (String array : List.of("coupled", "plain", "viable")) {
            ProgramRun run = end(array);

            untilAllAreTerminated(array);
            boolean all = plane.moto().instanceStates(array).size() == 3;
            assertThat(run.exit()).as("%s%n%s", run, plane.log("server")).isEqualTo(all ? 9 : 5);
            assertThat(run.err()).contains("0 of 3 members enrolled, [0-2] did not");
            assertReasons(
                    array,
                    "its agent did not enrol within 8s; the certificate of https://%s:7443 is of no authority"
                            .formatted(IsolatedNetwork.ADDRESS));
        }
        assertThat(plane.moto().instanceStates("coupled")).hasSize(3);
    }

    /** moto refuses the filter client-token, and launches again for a token that it knows. */
    @Test
    void findsTheInstancesOfALaunchWithoutAnswer() throws IOException {
        String array = MotoControlPlane.ARRAY_WITH_LOST_ANSWER;

        ProgramRun run = end(array);

        assertThat(run.exit()).as("%s%n%s", run, plane.log("server")).isEqualTo(9);
        untilAllAreTerminated(array);
        assertThat(plane.moto().instanceStates(array)).hasSize(3);
        assertReasons(array, "its agent did not enrol within 15s");
    }

    private static void begin(String name, String barrierTimeout, String... more)
            throws IOException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "launch",
                                "--count",
                                "3",
                                "--job-array-name",
                                name,
                                "--ttl",
                                "1h",
                                "--barrier-timeout",
                                barrierTimeout,
                                "--command",
                                "sleep 300"));
        Collections.addAll(command, more);
        LAUNCHES.put(name, plane.begin(command.toArray(String[]::new)));
    }

    private static ProgramRun end(String name) {
        return Objects.requireNonNull(LAUNCHES.get(name)).end(TestControlPlane.CONDITION_TIMEOUT);
    }

    private static void untilAllAreTerminated(String array) {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(
                        () ->
                                assertThat(plane.moto().instanceStates(array))
                                        .isNotEmpty()
                                        .containsOnly("terminated"));
    }

    private static void assertReasons(String array, String notEnrolled) throws IOException {
        for (JsonNode member : plane.json("status", array).path("members")) {
            boolean launched = !member.path("instance_id").isNull();
            assertThat(member.path("exit_status").asText())
                    .isEqualTo(
                            launched
                                    ? "LAUNCH_FAILED:BarrierTimeout"
                                    : "LAUNCH_FAILED:InsufficientInstanceCapacity");
            assertThat(member.path("reason").asText())
                    .contains(launched ? notEnrolled : "EC2 had capacity for 1 of");
        }
    }
}
