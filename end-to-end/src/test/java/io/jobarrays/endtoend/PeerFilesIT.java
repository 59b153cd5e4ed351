package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An array with barrier does not wait for ever for a member that cannot write the peers. */
@ExtendWith(SharedControlPlane.class)
class PeerFilesIT {
    private static final String REASON = "Read-only file system";

    @Test
    void memberThatCannotWriteThePeersIsReplacedOrEndsTheArray(TestControlPlane plane) {
        try (TestCloud.Fault _ = etcReadOnly(plane, "replaced");
                TestCloud.Fault _ = etcReadOnly(plane, "unwritable")) {
            launch(plane, "replaced", "--retries", "1", "--detach");
            ProgramRun failed = launch(plane, "unwritable", "--retries", "0");
            TestArray replaced = new TestArray(plane, "replaced");

            assertThat(failed.exit()).as(failed.toString()).isEqualTo(9);
            assertThat(failed.err()).contains("2 of 3 members received the peers");
            assertThat(plane.run("status", "unwritable").out())
                    .contains("LAUNCH_FAILED:PeersNotWritten")
                    .contains(REASON);
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .untilAsserted(() -> assertThat(plane.liveInstances("unwritable")).isEmpty());
            replaced.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
            assertThat(replaced.fieldOfEachMember("attempt")).containsOnly("2");
            assertThat(replaced.fieldOfEachMember("generation"))
                    .containsExactlyInAnyOrder("1", "1", "2");
            replaced.close();
        }
    }

    private static TestCloud.Fault etcReadOnly(TestControlPlane plane, String name) {
        return new TestCloud(plane)
                .setFault(
                        "{\"kind\":\"etc-read-only\",\"tag\":\"spawn:job-array-name=%s\",\"count\":1}"
                                .formatted(name));
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
                                "--barrier",
                                "--command",
                                "read /etc/spawn/job-array-peers.json",
                                "--ttl",
                                "10m"));
        command.addAll(List.of(more));
        return plane.spawn(command.toArray(String[]::new));
    }
}
