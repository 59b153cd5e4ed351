package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class WorkLogTest extends AgentMachineFixture {

    @Test
    void keepsStreamsApartAndInOrder() throws Exception {
        long begin = System.currentTimeMillis();
        server.helloReplies.add(
                splitWork(
                        "logged() { until grep -asq \"$1\" ../../runs/*/log/0*; do sleep 0.02; done; };"
                                + " for i in 1 2 3; do echo out $i; logged \"out $i\";"
                                + " echo err $i >&2; logged \"err $i\"; done"));

        startAgent();

        awaitEnd();
        assertThat(server.log()).isEqualTo("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3\n");
        assertThat(server.log("e")).isEqualTo("err 1\nerr 2\nerr 3\n");
        assertThat(server.records())
                .allMatch(r -> r.millis() >= begin && r.millis() <= System.currentTimeMillis());
    }

    @Test
    void keepsTheOrderOfBothOutputsInOnePipe() throws Exception {
        server.helloReplies.add(
                work(
                        null,
                        "i=0; while [ $i -lt 400 ]; do echo $i; echo $((i+1)) >&2; i=$((i+2)); done"));

        startAgent();

        awaitEnd();
        assertThat(server.log().lines())
                .containsExactlyElementsOf(
                        IntStream.range(0, 400).mapToObj(Integer::toString).toList());
    }

    @Test
    void givesATerminalWithoutChangingLineEnds() throws Exception {
        server.helloReplies.add(
                work(
                        null,
                        "test -t 1 && test -t 2 && echo terminal; stty size </dev/tty;"
                                + " printf 'a\\tb\\r\\n'; cat; exit 3",
                        false,
                        Map.of(),
                        List.of(),
                        List.of(),
                        "terminal"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_3");
        assertThat(server.log()).isEqualTo("terminal\n24 80\na\tb\r\n");
    }

    /** Python writes to a pipe in blocks unless {@code PYTHONUNBUFFERED} is set. */
    @Test
    void keepsWhatPythonWroteBeforeAKill() throws Exception {
        server.helloReplies.add(
                work(
                        null,
                        "python3 -c 'import os, signal; print(1); os.kill(os.getpid(), signal.SIGKILL)'"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_137");
        assertThat(server.log()).startsWith("1\n");
    }

    @Test
    void deliversWholeLogBeforeEnd() throws Exception {
        server.helloReplies.add(work(null, "head -c 900000 /dev/zero | tr '\\0' x; exit 3"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_3");
        assertThat(server.log()).hasSize(900_000);
    }

    @Test
    void logsBackgroundProcessesAfterEnd() throws Exception {
        server.helloReplies.add(
                work("#!/bin/sh\n(" + untilExists("end") + "; echo late) &\n", "echo command"));
        startAgent();
        awaitEnd();

        Files.createFile(file("/var/lib/spored/work/1/end"));

        await(() -> server.log().equals("command\nlate\n"));
        assertThat(file("/var/log/cloud-init-output.log")).hasContent("late\n");
    }

    @Test
    void dropsAndCountsOldestLinesWhileServerIsUnavailable() throws Exception {
        server.helloReplies.add(
                work(null, "echo begun; " + untilExists("go") + "; seq 4000000; exit 6"));
        startAgent();
        await(() -> Files.exists(recordFile("log/progress")));
        server.unavailable = true;
        server.disconnect();
        Files.createFile(file("/var/lib/spored/work/1/go"));
        await(() -> Files.exists(recordFile("log/dropped")));
        killAgent();
        await(() -> Files.exists(recordFile("command.exit")));
        assertThat(size(recordFile("log"))).isBetween(14L << 20, 16L << 20);

        server.unavailable = false;
        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_6");
        List<String> lines = server.log().lines().toList();
        assertThat(lines.getFirst()).isEqualTo("begun");
        assertThat(lines.getLast()).isEqualTo("4000000");
        assertThat(server.gapBytes).isPositive();
        assertThat(server.log().chars().filter(c -> c == '\n').count() + server.droppedLines)
                .isEqualTo(4_000_001);
        await(() -> size(recordFile("log")) <= 2 << 20);
    }

    @Test
    void countsLinesDroppedDuringTransferOnce() throws Exception {
        server.helloReplies.add(work(null, "seq 6000000; exit 6"));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_6");
        assertThat(server.log().chars().filter(c -> c == '\n').count() + server.droppedLines)
                .isEqualTo(6_000_000);
    }

    private static Work splitWork(String command) {
        return work(null, command, false, Map.of(), List.of(), List.of(), "split");
    }

    private static long size(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
