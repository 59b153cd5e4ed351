package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Members that need each other, when the work of one fails. */
@ExtendWith(SharedControlPlane.class)
class MemberFailureIT {
    @Test
    void theWorkOfTheOthersIsStopped(TestControlPlane plane) {
        try (TestArray group = launch(plane, "group", 4, "on 2: exit 3; sleep 900s")) {
            group.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.fieldOfEachMember("exit_status").stream().noneMatch("null"::equals));

            assertThat(group.fieldOfEachMember("exit_status"))
                    .containsExactly(
                            "ENDED_BY_POLICY", "ENDED_BY_POLICY", "EXIT_3", "ENDED_BY_POLICY");
            assertThat(group.member(0).path("reason").asText())
                    .startsWith("stopped, since index 2 ended with EXIT_3");
            assertThat(group.view().path("exit_code").asInt()).isOne();
        }
    }

    @Test
    void allAreRetriedTogether(TestControlPlane plane) {
        String work = "echo begun; on 1 attempt 1: exit 3; on 0 attempt 1: sleep 900s; echo ok";
        try (TestArray group = launch(plane, "again", 2, work, "--retries", "1")) {
            group.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            assertThat(group.fieldOfEachMember("attempt")).containsOnly("2");
            assertThat(group.log(0)).isEqualTo("begun\nbegun\nok\n");
            assertThat(group.log(1)).isEqualTo("begun\nbegun\nok\n");
        }
    }

    @Test
    void workersEndOnceTheLeaderSucceeded(TestControlPlane plane) {
        String work = "on 0: exit 0; on 1: exit 3; sleep 900s";
        try (TestArray group = launch(plane, "led", 4, work, "--success", "index:0")) {
            group.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.fieldOfEachMember("exit_status").stream().noneMatch("null"::equals));

            assertThat(group.fieldOfEachMember("exit_status"))
                    .startsWith("EXIT_0")
                    .endsWith("ENDED_BY_POLICY", "ENDED_BY_POLICY");
            assertThat(group.member(3).path("reason").asText())
                    .startsWith("stopped, since [0] succeeded, enough for --success index:0");
            assertThat(group.view().path("exit_code").asInt()).isZero();
        }
    }

    private static TestArray launch(
            TestControlPlane plane, String name, int size, String work, String... more) {
        String[] flags = {"--instance-type", "scale.nano", "--barrier", "--command", work};
        return TestArray.launch(plane, name, size, concat(flags, more));
    }

    private static String[] concat(String[] first, String[] second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }
}
