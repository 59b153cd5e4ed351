package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * "Management Commands" and "Best Practices" of the seed document, each block from a clean start.
 */
@Tag("campaign")
class SeedCommandsIT {
    private static final String COMPUTE =
            "spawn launch --count 8 --job-array-name compute --instance-type m7i.large --ttl 2h";

    @Test
    void listJobArrays() {
        try (SpawnShell typed = SpawnShell.open(COMPUTE)) {
            for (String line :
                    List.of(
                            "spawn list",
                            "spawn list --job-array-name compute",
                            "spawn list --job-array-id " + typed.id("compute"))) {
                String out = typed.ok(line);
                assertThat(out)
                        .contains("Job Arrays:", "compute (8 instances, 8 running)")
                        .contains("Array ID: " + typed.id("compute"));
                IntStream.range(0, 8)
                        .forEach(i -> assertThat(out).contains("[%d] compute-%d".formatted(i, i)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spawn extend --job-array-name compute 4h",
                "spawn extend --job-array-id ID 2h"
            })
    void extendTtl(String line) {
        try (SpawnShell typed = SpawnShell.open(COMPUTE)) {
            Instant before = deadline(typed.member("compute", 0));

            typed.ok(line.replace("ID", typed.id("compute")));

            Duration by = Duration.ofHours(line.contains("4h") ? 4 : 2);
            IntStream.range(0, 8)
                    .forEach(
                            i ->
                                    assertThat(deadline(typed.member("compute", i)))
                                            .isEqualTo(before.plus(by)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "spawn stop --job-array-name compute",
                "spawn stop --job-array-id ID",
                "spawn hibernate --job-array-name compute",
                "spawn hibernate --job-array-id ID"
            })
    void stopAndHibernateThenStart(String line) {
        try (SpawnShell typed = SpawnShell.open(COMPUTE + " --hibernate")) {
            String id = typed.id("compute");
            typed.ok(line.replace("ID", id));
            assertThat(typed.each("compute", "state")).hasSize(8).containsOnly("stopped");
            assertThat(typed.each("compute", "ttl_deadline")).containsOnly("null");

            typed.ok(
                    line.contains("ID")
                            ? "spawn start --job-array-id " + id
                            : "spawn start --job-array-name compute");

            assertThat(typed.each("compute", "state")).containsOnly("running");
            assertThat(deadline(typed.member("compute", 7)))
                    .isAfter(Instant.now().plus(Duration.ofMinutes(110)));
        }
    }

    @Test
    void individualInstances() {
        try (SpawnShell typed = SpawnShell.open(COMPUTE)) {
            Instant before = deadline(typed.member("compute", 0));
            typed.ok("spawn extend compute-0 2h");
            assertThat(deadline(typed.member("compute", 0)))
                    .isEqualTo(before.plus(Duration.ofHours(2)));
            assertThat(deadline(typed.member("compute", 1))).isEqualTo(before);

            String instance = typed.member("compute", 5).path("instance_id").asText();
            typed.ok("spawn stop " + instance);
            assertThat(typed.each("compute", "state"))
                    .containsExactly(
                            "running", "running", "running", "running", "running", "stopped",
                            "running", "running");

            assertThat(typed.ok("echo 'hostname; exit' | spawn connect compute-0"))
                    .contains("ip-10-77-");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10 | spawn launch --count 10 --job-array-name test --ttl 1h",
                "100 | spawn launch --count 100 --job-array-name prod --ttl 12h",
                "50 | spawn launch --count 50 --job-array-name manual",
                "50 | spawn launch --count 50 --job-array-name batch --instance-type c7i.large --spot --ttl 4h",
                "10 | spawn launch --count 10 --job-array-name job --ttl 4h",
                "10 | spawn launch --count 10 --job-array-name job --idle-timeout 15m",
                "10 | spawn launch --count 10 --job-array-name job --ttl 8h --idle-timeout 30m"
            })
    void launches(String countAndLine) {
        int count = Integer.parseInt(countAndLine.split(" ", 2)[0]);
        String line = countAndLine.substring(countAndLine.indexOf("spawn"));
        try (SpawnShell typed = SpawnShell.open("")) {
            typed.ok(line);

            String name = line.replaceAll(".*--job-array-name (\\S+).*", "$1");
            assertThat(typed.each(name, "state")).hasSize(count).containsOnly("running");
            assertThat(typed.each(name, "ttl_deadline").stream().anyMatch("null"::equals))
                    .isEqualTo(!line.contains("--ttl"));
        }
    }

    @Test
    void dnsNamesSurviveANight() {
        try (SpawnShell typed = SpawnShell.open(COMPUTE)) {
            String before = typed.resolve("compute-0.5k0zfnmq.spore.host");
            typed.ok("spawn stop --job-array-name compute");
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> typed.resolve("compute.5k0zfnmq.spore.host").isEmpty());

            typed.ok("spawn start --job-array-name compute");

            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> typed.resolve("compute.5k0zfnmq.spore.host").lines().count() == 8);
            assertThat(typed.resolve("compute-0.5k0zfnmq.spore.host"))
                    .isNotEmpty()
                    .isNotEqualTo(before);
        }
    }

    @Test
    void debugging() {
        try (SpawnShell typed = SpawnShell.open(COMPUTE)) {
            String session =
                    """
                    env | grep JOB_ARRAY
                    cat /etc/spawn/job-array-peers.json | jq
                    sudo journalctl -u spored -n 50
                    sudo cat /var/log/cloud-init-output.log
                    """;
            String out = typed.ok("spawn connect compute-0 <<'TYPED'\n" + session + "TYPED");

            assertThat(out).contains("JOB_ARRAY_INDEX=0", "JOB_ARRAY_SIZE=8", "\"index\": 7");
            assertThat(out).contains("connected to");
        }
    }

    private static Instant deadline(JsonNode member) {
        return Instant.parse(member.path("ttl_deadline").asText());
    }
}
