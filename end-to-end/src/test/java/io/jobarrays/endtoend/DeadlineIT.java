package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The agent ends its machine at the deadline without server, metadata or network. */
@Order(1)
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(RestartedControlPlane.class)
class DeadlineIT {
    @Test
    void endsIsolatedMachineAtItsDeadline(TestControlPlane plane) {
        Instant asked = Instant.now();
        plane.run("launch", "--name", "alone", "--ttl", "30s");
        JsonNode member = plane.json("status", "alone").path("members").get(0);
        Instant deadline = Instant.parse(member.path("ttl_deadline").asText());
        assertThat(deadline).isCloseTo(asked.plusSeconds(30), within(5, ChronoUnit.SECONDS));
        new TestCloud(plane).isolate(member.path("instance_id").asText());
        plane.killServer();

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> plane.processesInInstances().isEmpty());

        assertThat(Instant.now()).isCloseTo(deadline, within(5, ChronoUnit.SECONDS));
    }

    @Test
    @Tag("campaign")
    void extendsFiftyMembersInOneCall() {
        try (TestControlPlane plane = TestControlPlane.started("--capacity", "60")) {
            TestArray fifty = TestArray.launch(plane, "fifty", 50);
            Instant before = Instant.parse(fifty.member(49).path("ttl_deadline").asText());

            ProgramRun extend =
                    plane.run("extend", "--job-array-name", "fifty", "1h", "-o", "wide");

            assertThat(extend.out().lines().filter(line -> line.contains("until"))).hasSize(50);
            assertThat(extend.out()).doesNotContain("away");
            assertThat(fifty.fieldOfEachMember("ttl_deadline"))
                    .containsOnly("" + before.plusSeconds(3600));
            plane.run("terminate", "fifty", "--yes");
        }
    }
}
