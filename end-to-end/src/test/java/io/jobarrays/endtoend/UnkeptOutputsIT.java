package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No policy terminates a machine that has the only copy of outputs. */
@ExtendWith(SharedControlPlane.class)
class UnkeptOutputsIT {
    @Test
    void machineWithOutputsThatAreTooLargeRunsUntilItIsTerminated(TestControlPlane plane) {
        ProgramRun launch =
                plane.spawn(
                        "launch",
                        "--count",
                        "1",
                        "--job-array-name",
                        "heavy",
                        "--ttl",
                        "1h",
                        "--command",
                        "truncate -s 300M large",
                        "--collect",
                        "large",
                        "--on-complete",
                        "terminate",
                        "--wait");
        try (TestArray array = new TestArray(plane, "heavy")) {
            assertThat(launch.exit()).as(launch.toString()).isEqualTo(1);
            assertThat(array.member(0).path("state").asText()).isEqualTo("running");
            assertThat(array.member(0).path("exit_status").asText()).isEqualTo("OUTPUT_TOO_LARGE");
            assertThat(array.member(0).path("reason").asText())
                    .contains("300 MiB", "its outputs are on it only");

            ProgramRun terminate = plane.run("terminate", "heavy", "--yes");

            assertThat(terminate.out()).contains("outputs large were not kept");
        }
    }

    @Test
    void collectLimitKeepsLargeOutputs(TestControlPlane plane) {
        ProgramRun launch =
                plane.run(
                        "launch",
                        "--count",
                        "1",
                        "--job-array-name",
                        "heavy-kept",
                        "--ttl",
                        "1h",
                        "--command",
                        "truncate -s 300M large",
                        "--collect",
                        "large",
                        "--collect-limit",
                        "1GiB",
                        "--on-complete",
                        "terminate",
                        "--wait");

        assertThat(launch.exit()).isZero();
        String got = "" + plane.files("heavy-kept");
        plane.run("outputs", "heavy-kept", "-d", got);
        assertThat(Path.of(got, "0", "large")).hasSize(300L << 20);
    }

    @Test
    void membersSendOutputsToAPlaceOfTheirOwn(TestControlPlane plane) {
        ProgramRun launch =
                plane.spawn(
                        "launch",
                        "--count",
                        "2",
                        "--job-array-name",
                        "sent",
                        "--ttl",
                        "1h",
                        "--command",
                        "mkdir /srv/out; [ $JOB_ARRAY_INDEX = 1 ] || truncate -s 300M large",
                        "--collect",
                        "large",
                        "--collect-to",
                        "file:///srv/out",
                        "--require-outputs",
                        "--wait");
        try (TestArray array = new TestArray(plane, "sent")) {
            String id = array.view().path("job_array_id").asText();
            assertThat(launch.exit()).as(launch.toString()).isEqualTo(1);
            assertThat(array.fieldOfEachMember("exit_status"))
                    .containsExactly("EXIT_0", "OUTPUT_MISSING");
            assertThat(plane.run("outputs", "sent").out())
                    .matches("[0-9a-f]{64} +314572800 file:///srv/out/%s/0/large\n".formatted(id));
            assertThat(array.runOn(0, "stat -c %s /srv/out/" + id + "/0/large"))
                    .isEqualTo("314572800\n");
        }
    }

    @Test
    void outputsOfWorkThatEndsWithoutNetworkAreKeptBeforeTheMachineEnds(TestControlPlane plane) {
        TestCloud cloud = new TestCloud(plane);
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "severed",
                        1,
                        "--instance-type",
                        "scale.nano",
                        "--command",
                        "sleep 4s; write result 4096",
                        "--collect",
                        "result",
                        "--on-complete",
                        "terminate")) {
            String instance = array.instance(0);
            cloud.setNetworkUp(instance, false);
            array.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> !it.member(0).path("connected").asBoolean());
            cloud.setNetworkUp(instance, true);

            array.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
            assertThat(plane.run("outputs", "severed", "-d", "" + plane.files("severed")).out())
                    .contains("result");
        }
    }
}
