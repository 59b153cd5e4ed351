package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Some indexes of an array. */
@ExtendWith(SharedControlPlane.class)
class IndexesIT {
    private static final String COMMAND =
            "echo $JOB_ARRAY_INDEX of $JOB_ARRAY_SIZE, $RANK of $WORLD_SIZE,"
                    + " $(grep -o '\"index\": *[0-9]*' /etc/spawn/job-array-peers.json"
                    + " | tr -dc '0-9\\n' | tr '\\n' ' ')";

    @Test
    void onlyTheNamedOnesAreLaunched(TestControlPlane plane) {
        try (TestArray array =
                TestArray.launch(
                        plane,
                        "part",
                        8,
                        "--indexes",
                        "[2,6]",
                        "--barrier",
                        "--command",
                        COMMAND)) {
            array.untilEach(TestControlPlane.CONDITION_TIMEOUT, "exit_status", "EXIT_0");

            assertThat(array.fieldOfEachMember("index")).containsExactly("2", "6");
            assertThat(plane.liveInstances("part")).hasSize(2);
            assertThat(array.log(2)).isEqualTo("2 of 8, 0 of 2, 2 6\n");
            assertThat(array.log(6)).isEqualTo("6 of 8, 1 of 2, 2 6\n");
            assertThat(array.view().path("exit_code").asInt()).isZero();
        }
    }
}
