package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Fewer machines than indexes. */
@ExtendWith(SharedControlPlane.class)
class MaxConcurrentIT {
    @Test
    void aMachineTakesTheNextIndex(TestControlPlane plane) {
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "reused",
                        6,
                        "--instance-type",
                        "scale.nano",
                        "--max-concurrent",
                        "2",
                        "--on-complete",
                        "terminate",
                        "--command",
                        "on 3: exit 3; echo done")) {
            array.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.fieldOfEachMember("exit_status").stream().noneMatch("null"::equals));

            assertThat(array.fieldOfEachMember("exit_status"))
                    .containsExactly("EXIT_0", "EXIT_0", "EXIT_0", "EXIT_3", "EXIT_0", "EXIT_0");
            assertThat(Set.copyOf(array.fieldOfEachMember("instance_id"))).hasSize(2);
            assertThat(plane.run("logs", "reused[5]").out()).contains("done");
        }
    }

    @Test
    void neverMoreMachinesThanAllowed(TestControlPlane plane) {
        int[] most = {0};
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "few",
                        6,
                        "--instance-type",
                        "scale.nano",
                        "--max-concurrent",
                        "2",
                        "--reuse",
                        "false",
                        "--detach",
                        "--on-complete",
                        "terminate",
                        "--command",
                        "sleep 1s; on 3: exit 3; echo $JOB_ARRAY_INDEX")) {
            array.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> {
                        most[0] = Math.max(most[0], plane.liveInstances("few").size());
                        return it.fieldOfEachMember("exit_status").stream()
                                .noneMatch("null"::equals);
                    });

            assertThat(array.fieldOfEachMember("exit_status"))
                    .containsExactly("EXIT_0", "EXIT_0", "EXIT_0", "EXIT_3", "EXIT_0", "EXIT_0");
            assertThat(most[0]).isBetween(1, 2);
            assertThat(Set.copyOf(array.fieldOfEachMember("instance_id"))).hasSize(6);
        }
    }

    @Test
    void scalesAndReplacesWhileIndexesWait(TestControlPlane plane) {
        int[] most = {0};
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "scaled-few",
                        4,
                        "--instance-type",
                        "scale.nano",
                        "--max-concurrent",
                        "2",
                        "--detach",
                        "--on-complete",
                        "terminate",
                        "--command",
                        "echo begun; on 0 attempt 1: sleep 1m; sleep 4s; echo done")) {
            array.untilStarted(0, "begun");

            plane.run("replace", "scaled-few[0]", "--yes");
            plane.run("scale", "scaled-few", "6");
            plane.run("scale", "scaled-few", "5", "--yes");
            array.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> {
                        most[0] = Math.max(most[0], plane.liveInstances("scaled-few").size());
                        return it.fieldOfEachMember("exit_status").stream()
                                .noneMatch("null"::equals);
                    });

            assertThat(array.fieldOfEachMember("exit_status")).hasSize(5).containsOnly("EXIT_0");
            assertThat(array.fieldOfEachMember("attempt")).containsExactly("2", "1", "1", "1", "1");
            assertThat(most[0]).isBetween(1, 2);
        }
    }

    @Test
    void replacesAMachineThatHasTakenAnotherIndex(TestControlPlane plane) {
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "few-spot",
                        4,
                        "--instance-type",
                        "scale.nano",
                        "--spot",
                        "--max-concurrent",
                        "2",
                        "--detach",
                        "--on-complete",
                        "terminate",
                        "--command",
                        "echo begun; on 2 attempt 1: sleep 1m; on 3: sleep 3s; echo done")) {
            array.untilStarted(2, "begun");
            String machine = array.instance(2);

            new TestCloud(plane).interrupt(machine, "1s");
            array.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.fieldOfEachMember("exit_status").stream().noneMatch("null"::equals));

            assertThat(array.fieldOfEachMember("exit_status")).containsOnly("EXIT_0");
            assertThat(array.fieldOfEachMember("attempt")).containsExactly("1", "1", "2", "1");
            assertThat(array.instance(2)).isNotEqualTo(machine);
        }
    }
}
