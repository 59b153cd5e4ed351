package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Two servers on one database: one acts, and a paused one that wakes up writes nothing. */
@Order(1)
class TakeOverIT {
    private static final Duration TAKE_OVER_TIMEOUT = Duration.ofSeconds(60);
    private static final int SIZE = 3;

    @Test
    void aServerTakesOverFromAPausedOneWhichEndsWhenItWakesUp() throws Exception {
        try (TestControlPlane plane = TestControlPlane.started("--scale", "--capacity", "8")) {
            TestArray array =
                    TestArray.launch(
                            plane,
                            "held",
                            SIZE,
                            "--instance-type",
                            "scale.nano",
                            "--command",
                            "forever");
            ProcessHandle first = plane.server().orElseThrow();
            SecondServer second = SecondServer.of(first, plane);
            try {
                second.untilLog("waiting for its end");
                assertThat(second.isListening()).isFalse();

                signal("STOP", first);
                await().atMost(TAKE_OVER_TIMEOUT).until(second::isListening);
                assertThat(plane.spawn(second.address(), "terminate", "held", "--yes").exit())
                        .isZero();
                await().atMost(TestControlPlane.CONDITION_TIMEOUT)
                        .until(() -> isTerminated(second.api().json("/arrays/held")));
                JsonNode ended = second.api().json("/arrays/held").path("members");
                signal("CONT", first);

                first.onExit().get(TAKE_OVER_TIMEOUT.toSeconds(), TimeUnit.SECONDS);
                assertThat(log(plane)).contains("another server has taken over the arrays");
                second.kill();
                plane.run("up");
                assertThat(array.view().path("members")).isEqualTo(ended);
            } finally {
                signal("CONT", first);
                second.kill();
            }
        }
    }

    /** Nothing of it changes any more. */
    private static boolean isTerminated(JsonNode array) {
        return array.path("state").asText().equals("ENDED")
                && array.path("members").findValuesAsText("state").stream()
                        .allMatch("terminated"::equals);
    }

    private static String log(TestControlPlane plane) throws IOException {
        return Files.readString(plane.state().resolve("server.log"));
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor();
    }
}
