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

/**
 * Launch calls without an answer: as many instances as were asked for, and none for a dead array.
 */
@Order(2)
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(SharedControlPlane.class)
class UnknownLaunchIT {
    @Test
    void instancesOfALostAnswerAreFound(TestControlPlane plane) {
        try (TestCloud.Fault lost = fault(plane, "answer-lost", "lost", ",\"count\":10")) {
            plane.run(launch("lost", "10m"));

            assertThat(plane.liveInstances("lost")).hasSize(4);
            assertThat(lost.strikes()).isEqualTo(1);
        }
        plane.run("terminate", "lost", "--yes");
    }

    @Test
    void callIsRepeatedWhileItsInstancesAreNotListed(TestControlPlane plane) {
        try (TestCloud.Fault _ = fault(plane, "unlisted", "unlisted", "");
                TestCloud.Fault lost = fault(plane, "answer-lost", "unlisted", ",\"count\":2")) {
            plane.run(launch("unlisted", "10m"));

            assertThat(lost.strikes()).isEqualTo(2);
            assertThat(plane.json("status", "unlisted").path("members"))
                    .hasSize(4)
                    .allMatch(member -> member.path("generation").asInt() == 1);
        }
        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .untilAsserted(() -> assertThat(plane.liveInstances("unlisted")).hasSize(4));
        plane.run("terminate", "unlisted", "--yes");
    }

    @Test
    void callWithoutEffectIsNotRepeatedForATerminatedArray(TestControlPlane plane) {
        List<String> command = new ArrayList<>(List.of(launch("ended", "10m")));
        command.add("--detach");
        try (TestCloud.Fault lost = fault(plane, "request-lost", "ended", "")) {
            plane.run(command.toArray(String[]::new));
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> plane.run("status", "ended").out().contains("no answer"));
            assertThat(plane.run("terminate", "ended", "--yes").out())
                    .contains("launch call under way");
            int calls = lost.strikes();

            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> state(plane, "ended").equals("ENDED"));
            assertThat(lost.strikes()).isEqualTo(calls);
        }
        assertThat(plane.liveInstances("ended")).isEmpty();
    }

    @Test
    void launchThatEc2CannotAnswerEndsAtTheBarrierTimeout(TestControlPlane plane) {
        try (TestCloud.Fault error = fault(plane, "server-error", "unanswered", "")) {
            ProgramRun run = plane.spawn(launch("unanswered", "8s"));

            assertThat(run.exit()).as(run.toString()).isEqualTo(1);
            assertThat(run.err()).contains("InternalError");
            assertThat(error.strikes()).isLessThan(6);
            await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                    .until(() -> state(plane, "unanswered").equals("ENDED"));
        }
    }

    private static String state(TestControlPlane plane, String name) {
        return plane.json("status", name).path("state").asText();
    }

    private static TestCloud.Fault fault(
            TestControlPlane plane, String kind, String name, String more) {
        String operation = kind.equals("unlisted") ? "" : ",\"operation\":\"RunInstances\"";
        return new TestCloud(plane)
                .setFault(
                        "{\"kind\":\"%s\"%s,\"tag\":\"spawn:job-array-name=%s\"%s}"
                                .formatted(kind, operation, name, more));
    }

    private static String[] launch(String name, String barrierTimeout) {
        return new String[] {
            "launch",
            "--count",
            "4",
            "--instance-type",
            "scale.nano",
            "--job-array-name",
            name,
            "--ttl",
            "1h",
            "--barrier-timeout",
            barrierTimeout,
            "--command",
            "forever"
        };
    }
}
