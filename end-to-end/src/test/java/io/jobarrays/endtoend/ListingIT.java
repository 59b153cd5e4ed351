package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Output of spawn list while an array lives. */
@ExtendWith(SharedControlPlane.class)
class ListingIT {
    @Test
    void listsEightMembersInTheFormOfTheSeed(TestControlPlane plane) {
        plane.run(
                "launch",
                "--count",
                "8",
                "--job-array-name",
                "eight",
                "--instance-type",
                "m7i.large",
                "--ttl",
                "10m",
                "--command",
                "sleep 300");

        JsonNode array = plane.json("status", "eight");
        String list = plane.run("list").out();

        assertThat(array.path("members")).hasSize(8);
        assertThat(list).startsWith("Job Arrays:\n\n");
        assertThat(list).contains("  eight (8 instances, 8 running)\n");
        assertThat(list).contains("  Array ID: " + array.path("job_array_id").asText() + "\n");
        for (JsonNode member : array.path("members")) {
            assertThat(list.lines().map(line -> line.replaceAll(" {2,}", "  ").stripTrailing()))
                    .contains(
                            "  [%d] %s  %s  m7i.large  running  %s  %s"
                                    .formatted(
                                            member.path("index").asInt(),
                                            member.path("name").asText(),
                                            member.path("instance_id").asText(),
                                            member.path("az").asText(),
                                            member.path("public_ip").asText()));
        }

        plane.run("terminate", "eight", "--yes");

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(plane.liveInstances("eight")).isEmpty());
    }

    @Test
    void listsStandaloneInstance(TestControlPlane plane) {
        plane.run("launch", "--name", "lonely", "--ttl", "10m", "--command", "sleep 300");

        String list = plane.run("list").out();

        assertThat(list.substring(list.indexOf("Standalone Instances:\n")))
                .containsPattern("\n  lonely +i-");
        plane.run("terminate", "lonely", "--yes");
    }
}
