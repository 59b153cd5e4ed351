package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The server is killed at its failpoints while an array is at work, and started again. */
@Order(1)
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(RestartedControlPlane.class)
class FailpointsIT {
    @Test
    void arrayIsLaunchedOnceWhenTheServerEndsAfterTheLaunchCall(TestControlPlane plane) {
        FailpointRun.of(plane, "LAUNCH_AFTER_CALL", 4);
    }

    /**
     * One row per failpoint of the reference page; {@code -Dplace=A,B} selects some, {@code -Dsize}
     * another number of members than 50.
     */
    @Test
    @Tag("campaign")
    void arraySurvivesAKillAtEachFailpoint() {
        int size = Integer.getInteger("size", 50);
        List<String> failures = new ArrayList<>();
        try (TestControlPlane plane = TestControlPlane.inScaleMode(Map.of())) {
            System.out.println(FailpointRun.Row.heading());
            for (String place : places()) {
                try {
                    System.out.println(FailpointRun.of(plane, place, size));
                } catch (AssertionError | RuntimeException e) {
                    failures.add(place + ": " + e.getMessage());
                    System.out.println("| " + place + " | " + e.getMessage());
                    plane.run("up");
                }
            }
        }

        assertThat(failures).isEmpty();
    }

    private static List<String> places() {
        List<String> chosen = List.of(System.getProperty("place", "").split(","));
        return SourceTree.text(TestControlPlane.ROOT.resolve("docs/reference/failpoints.md"))
                .lines()
                .filter(line -> line.matches("\\| `[A-Z_]+` \\|.*"))
                .map(line -> line.replaceAll("^\\| `([A-Z_]+)`.*", "$1"))
                .filter(place -> chosen.contains("") || chosen.contains(place))
                .toList();
    }
}
