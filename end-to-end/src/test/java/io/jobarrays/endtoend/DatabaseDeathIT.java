package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Work, logs and exit codes survive the death of the embedded PostgreSQL alone. */
@Order(1)
@Execution(ExecutionMode.SAME_THREAD)
@ExtendWith(RestartedControlPlane.class)
class DatabaseDeathIT {
    private static final String NAME = "database-death";
    private static final int SIZE = 4;

    /** A connection of the pool from before may fail once. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration END_TIMEOUT = Duration.ofMinutes(2);

    /** Index i writes a line each 0.2 s for 4, 7, 10 and 13 s. */
    private static final String WORK =
            "n=$((20 + 15 * JOB_ARRAY_INDEX)); for i in $(seq 1 $n); do echo line $i; sleep 0.2;"
                    + " done; exit $((JOB_ARRAY_INDEX % 5))";

    @Test
    void keepsExitCodesAndLogsWhenPostgresqlIsKilled(TestControlPlane plane) throws Exception {
        try (TestArray array = TestArray.launch(plane, NAME, SIZE, "--command", WORK)) {
            array.untilStarted(SIZE - 1, "line 2");

            ProcessHandle killed = postmaster(plane);
            signal("KILL", killed);
            answersUntilReplaced(plane, killed);
            isAnsweredAfterUp(plane);
            signal("KILL", backend(plane));
            isAnsweredAfterUp(plane);
            // It refuses new connections at once, and ends when those that it has are closed.
            ProcessHandle ending = postmaster(plane);
            signal("TERM", ending);
            answersUntilReplaced(plane, ending);
            isAnsweredAfterUp(plane);

            array.until(
                    END_TIMEOUT,
                    it -> it.fieldOfEachMember("exit_status").stream().noneMatch("null"::equals));
            for (int index = 0; index < SIZE; index++) {
                assertThat(array.member(index).path("exit_status").asText())
                        .isEqualTo("EXIT_" + index);
                assertThat(array.log(index)).isEqualTo(lines(20 + 15 * index));
            }
        }
    }

    /** A backend that has not noticed the end of its postmaster may answer for a moment. */
    private static void answersUntilReplaced(TestControlPlane plane, ProcessHandle ended) {
        List<HttpResponse<String>> answers = new ArrayList<>();
        await().atMost(END_TIMEOUT)
                .pollInterval(Duration.ofMillis(20))
                .until(
                        () -> {
                            HttpResponse<String> answer =
                                    plane.api().get("/arrays", "application/json");
                            answers.add(answer);
                            return answer.statusCode() == 200 && isReplaced(plane, ended);
                        });
        assertThat(answers)
                .filteredOn(answer -> answer.statusCode() != 200)
                .allSatisfy(DatabaseDeathIT::saysWhenToRepeatTheCall);
    }

    private static boolean isReplaced(TestControlPlane plane, ProcessHandle ended) {
        try {
            return !postmaster(plane).equals(ended);
        } catch (IOException | NoSuchElementException starting) {
            return false;
        }
    }

    private static void saysWhenToRepeatTheCall(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("SPAWN-DATABASE-UNAVAILABLE");
        assertThat(answer.headers().firstValue("Retry-After")).contains("2");
    }

    /** {@code spawn up} is done only when the control plane answers again. */
    private static void isAnsweredAfterUp(TestControlPlane plane) {
        plane.run("up");
        await().atMost(ANSWER_TIMEOUT)
                .untilAsserted(
                        () -> assertThat(plane.api().json("/arrays?name=" + NAME)).hasSize(1));
    }

    private static void signal(String name, ProcessHandle process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, "" + process.pid()).start().waitFor())
                .isZero();
        if (name.equals("KILL")) {
            process.onExit().get();
        }
    }

    private static ProcessHandle postmaster(TestControlPlane plane) throws IOException {
        Path file = plane.state().resolve("postgres/postmaster.pid");
        List<String> lines = Files.readAllLines(file);
        return ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).orElseThrow();
    }

    private static ProcessHandle backend(TestControlPlane plane) throws IOException {
        return postmaster(plane)
                .children()
                .filter(child -> title(child).contains("127.0.0.1("))
                .findFirst()
                .orElseThrow();
    }

    /** The text that PostgreSQL shows for one of its processes, which the JDK does not read. */
    private static String title(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", "" + process.pid(), "cmdline"));
        } catch (IOException ended) {
            return "";
        }
    }

    private static String lines(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
    }
}
