package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Attempts with a time limit that keep their working directory. */
@ExtendWith(SharedControlPlane.class)
class TimeLimitIT {
    private static final String WORK =
            """
            echo "attempt $JOB_ARRAY_ATTEMPT in $PWD after ${SPAWN_PREVIOUS_DIR:-none}"
            if [ -e state ]; then cat state; exit 0; fi
            trap 'echo saved by attempt $JOB_ARRAY_ATTEMPT >state' USR1
            while :; do sleep 0.1; done
            """;

    @Test
    void continuesFromWhatItSavedOnTheSignal(TestControlPlane plane) {
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "limited",
                        1,
                        "--timeout",
                        "4s",
                        "--timeout-signal",
                        "USR1@2s",
                        "--workdir",
                        "member",
                        "--retries",
                        "1",
                        "--retry-on",
                        "timeout",
                        "--command",
                        WORK)) {
            array.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");
            array.untilStarted(0, "saved by attempt 1");

            assertThat(array.fieldOfEachMember("attempt")).containsExactly("2");
            List<String> lines = array.log(0).lines().filter(one -> one.contains(" in /")).toList();
            String directory = lines.getFirst().replaceAll(".* in (/\\S+) after none", "$1");
            assertThat(lines)
                    .containsExactly(
                            "attempt 1 in %s after none".formatted(directory),
                            "attempt 2 in %s after %s".formatted(directory, directory));
        }
    }
}
