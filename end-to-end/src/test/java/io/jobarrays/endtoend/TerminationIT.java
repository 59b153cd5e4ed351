package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A requested termination stands until EC2 confirms it. */
@ExtendWith(SharedControlPlane.class)
class TerminationIT {
    @Test
    void refusedTerminationOfAMemberIsRepeated(TestControlPlane plane) {
        TestCloud cloud = new TestCloud(plane);
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "refusing",
                        2,
                        "--instance-type",
                        "scale.nano",
                        "--command",
                        "forever")) {
            ProgramRun run;
            try (TestCloud.Fault _ =
                    cloud.setFault(
                            "{\"kind\":\"server-error\",\"operation\":\"TerminateInstances\","
                                    + "\"tag\":\"spawn:job-array-name=refusing\"}")) {
                run = plane.spawn("terminate", "refusing-1", "--yes");
            }

            assertThat(run.exit()).as(run.toString()).isEqualTo(1);
            assertThat(run.toString()).contains("tried again");
            array.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> List.of("shutting-down", "terminated").contains(state(it, 1)));
            assertThat(state(array, 0)).isEqualTo("running");
        }
    }

    private static String state(TestArray array, int index) {
        return array.member(index).path("state").asText();
    }
}
