package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Instances whose agents never enrol are terminated, whatever the on-complete action is. */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedControlPlane.class)
class EnrolmentIT {
    @Test
    void arrayWithoutAnyAgentIsNotViable(TestControlPlane plane) {
        try (TestCloud.Fault _ = bootHangs(plane, "mute", 3)) {
            ProgramRun run = launch(plane, "mute", "--command", "forever");

            assertThat(run.exit()).as(run.toString()).isEqualTo(9);
            assertThat(run.err()).contains("0 of 3 members enrolled, [0-2] did not");
            untilNoneIsLive(plane, "mute");
        }
    }

    @Test
    void instanceOfAFailedMemberIsTerminatedWhileOthersWork(TestControlPlane plane) {
        try (TestCloud.Fault _ = bootHangs(plane, "partly", 1)) {
            ProgramRun run = launch(plane, "partly", "--command", "forever");

            assertThat(run.exit()).as(run.toString()).isEqualTo(4);
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .untilAsserted(() -> assertThat(plane.liveInstances("partly")).hasSize(2));
            assertThat(plane.run("status", "partly").out())
                    .contains("LAUNCH_FAILED:BarrierTimeout")
                    .contains("its agent did not enrol within 15s");
            plane.run("terminate", "partly", "--yes");
            untilNoneIsLive(plane, "partly");
        }
    }

    @Test
    void fewerThanMinViableEndTheArray(TestControlPlane plane) {
        try (TestCloud.Fault _ = bootHangs(plane, "few", 2)) {
            ProgramRun run = launch(plane, "few", "--command", "forever", "--min-viable", "2");

            assertThat(run.exit()).as(run.toString()).isEqualTo(9);
            assertThat(run.err()).contains("1 of 3 members enrolled");
            untilNoneIsLive(plane, "few");
        }
    }

    private static TestCloud.Fault bootHangs(TestControlPlane plane, String name, int count) {
        return new TestCloud(plane)
                .setFault(
                        "{\"kind\":\"boot-hangs\",\"tag\":\"spawn:job-array-name=%s\",\"count\":%d}"
                                .formatted(name, count));
    }

    private static ProgramRun launch(TestControlPlane plane, String name, String... more) {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "launch",
                                "--count",
                                "3",
                                "--instance-type",
                                "scale.nano",
                                "--job-array-name",
                                name,
                                "--on-complete",
                                "keep",
                                "--barrier-timeout",
                                "15s"));
        command.addAll(List.of(more));
        return plane.spawn(command.toArray(String[]::new));
    }

    private static void untilNoneIsLive(TestControlPlane plane, String name) {
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(plane.liveInstances(name)).isEmpty());
    }
}
