package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The seed's management commands, in sequence on one array. */
@ExtendWith(SharedControlPlane.class)
class ManagementIT {
    @Test
    void extendsStopsStartsAndConnectsByName(TestControlPlane plane) {
        try (TestArray day = TestArray.launch(plane, "managed", 3, "--hibernate")) {
            Instant before = deadline(day, 0);
            assertThat(plane.run("extend", "--job-array-name", "managed", "4h").out())
                    .contains("until");
            assertThat(deadline(day, 2)).isEqualTo(before.plus(Duration.ofHours(4)));

            plane.run("stop", "--job-array-name", "managed");
            assertThat(day.fieldOfEachMember("state")).containsOnly("stopped");
            assertThat(day.fieldOfEachMember("ttl_remaining_seconds")).doesNotContain("null");

            plane.run("start", "--job-array-name", "managed");
            assertThat(day.fieldOfEachMember("state")).containsOnly("running");
            assertThat(deadline(day, 1)).isAfter(before.plus(Duration.ofHours(3)));

            plane.run("hibernate", "--job-array-name", "managed");
            assertThat(day.fieldOfEachMember("state")).containsOnly("stopped");
            plane.run("start", "--job-array-name", "managed");

            Instant first = deadline(day, 0);
            plane.run("extend", "managed-0", "2h");
            assertThat(deadline(day, 0)).isEqualTo(first.plus(Duration.ofHours(2)));
            plane.run("stop", day.instance(1));
            assertThat(day.fieldOfEachMember("state"))
                    .containsExactly("running", "stopped", "running");
            assertThat(day.runOn(0, "env | grep JOB_ARRAY")).contains("JOB_ARRAY_NAME=managed");
        }
    }

    @Test
    void workThatEndsWellWhenItIsStoppedRunsAgain(TestControlPlane plane) {
        String work =
                "trap 'echo saved; exit 0' TERM; echo attempt $JOB_ARRAY_ATTEMPT;"
                        + " [ $JOB_ARRAY_ATTEMPT = 2 ] || { sleep 300 & wait; }; echo finished";
        try (TestArray cut = TestArray.launch(plane, "cut-off", 1, "--command", work)) {
            cut.untilStarted(0, "attempt 1");

            plane.run("stop", "cut-off");
            assertThat(cut.fieldOfEachMember("exit_status")).containsOnly("null");
            plane.run("start", "cut-off");

            cut.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
            assertThat(cut.log(0)).isEqualTo("attempt 1\nsaved\nattempt 2\nfinished\n");
        }
    }

    @Test
    void verbNamesMembersItCannotActOnAndWhy(TestControlPlane plane) {
        try (TestArray two = TestArray.launch(plane, "plain", 2)) {
            assertThat(two.fieldOfEachMember("state")).containsOnly("running");
            ProgramRun hibernate = plane.spawn("hibernate", "plain");
            assertThat(hibernate.exit()).isEqualTo(1);
            assertThat(hibernate.out()).contains("not launched with --hibernate");

            plane.run("terminate", "plain-1", "--yes");
            ProgramRun stop = plane.spawn("stop", "plain", "--detach");

            assertThat(stop.exit()).isEqualTo(4);
            assertThat(stop.out()).contains("FAILED: it is ").contains("stopping");
        }
    }

    private static Instant deadline(TestArray fleet, int index) {
        return Instant.parse(fleet.member(index).path("ttl_deadline").asText());
    }
}
