package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Processes of a hibernated instance continue after its start. */
@ExtendWith(SharedControlPlane.class)
class HibernateIT {
    /** Counts in memory only, and prints the count on request. */
    private static final String COUNTER =
            """
            import os, signal, time
            secret = os.urandom(8).hex()
            count = 0
            print("secret", secret, flush=True)
            while not os.path.exists("/tmp/end"):
                count += 1
                time.sleep(0.05)
                if os.path.exists("/tmp/ask"):
                    os.remove("/tmp/ask")
                    print("still", secret, count, flush=True)
            """;

    @Test
    void processesKeepTheirMemoryAcrossHibernation(TestControlPlane plane) throws Exception {
        var files = plane.files("counter");
        Files.writeString(files.resolve("counter.py"), COUNTER);
        try (TestArray sleeper =
                TestArray.launch(
                        plane,
                        "sleeper",
                        2,
                        "--hibernate",
                        "--files",
                        "" + files,
                        "--command",
                        "python3 counter.py")) {
            sleeper.untilStarted(1, "secret");
            String secret = sleeper.log(1).strip().split(" ", 3)[1];

            plane.run("hibernate", "sleeper");
            assertThat(sleeper.fieldOfEachMember("state")).containsOnly("stopped");
            plane.run("start", "sleeper");
            sleeper.runOn(1, "touch /tmp/ask");

            sleeper.until(
                    TestControlPlane.CONDITION_TIMEOUT,
                    it -> it.log(1).contains("still " + secret));
            assertThat(sleeper.fieldOfEachMember("attempt")).containsOnly("1");
            plane.run("connect", "sleeper[0-1]", "--", "touch /tmp/end");
            sleeper.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
        }
    }
}
