package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An instance that EC2 does not know for a time is not taken for terminated. */
@ExtendWith(SharedControlPlane.class)
class UnknownInstanceIT {
    @Test
    void terminationOfAnUnknownInstanceIsRepeatedUntilEc2KnowsIt(TestControlPlane plane) {
        TestCloud cloud = new TestCloud(plane);
        String instance;
        try (TestCloud.Fault _ =
                cloud.setFault(
                        "{\"kind\":\"not-found\",\"tag\":\"spawn:job-array-name=unknown\"}")) {
            TestArray array =
                    TestArray.launch(
                            plane,
                            "unknown",
                            1,
                            "--instance-type",
                            "scale.nano",
                            "--command",
                            "forever");
            instance = array.instance(0);

            ProgramRun run = plane.spawn("terminate", "unknown", "--yes");

            assertThat(run.exit()).as(run.toString()).isEqualTo(1);
            assertThat(run.out()).contains("may still be running; it is tried again");
            // Longer than two reads, after which an unknown instance once counted as terminated.
            await().during(Duration.ofSeconds(3))
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> plane.liveInstances("unknown").contains(instance));
        }

        await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                .until(() -> plane.api().json("/arrays?name=unknown").isEmpty());
        assertThat(cloud.events(instance)).contains("terminated");
    }
}
