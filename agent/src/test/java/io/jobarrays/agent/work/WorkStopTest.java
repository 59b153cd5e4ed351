package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Go;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import io.jobarrays.contract.messages.AgentMessage.Stop;
import io.jobarrays.contract.messages.Work;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WorkStopTest extends AgentMachineFixture {
    private static final String IGNORES_SIGTERM =
            "trap '' TERM; echo $$; while :; do sleep 0.1; done";

    @Test
    void stopsRunningWorkWithSigterm() throws Exception {
        server.helloReplies.add(work(null, "echo begun; sleep 60"));
        startAgent();
        await(() -> server.log().equals("begun\n"));

        server.send(new Stop("w:1", 30));
        server.send(new Stop("w:1", 0));

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "SIGNAL_15", "command", null, true));
    }

    @Test
    void reportsExitCodeOfOrderlyEndWithinGrace() throws Exception {
        server.helloReplies.add(
                work(
                        null,
                        "trap 'echo saved; exit 3' TERM; echo begun; while :; do sleep 0.1; done"));
        startAgent();
        await(() -> server.log().equals("begun\n"));

        server.send(new Stop("w:1", 30));

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_3");
        // The shell itself reports the end of sleep on stderr.
        assertThat(server.log()).startsWith("begun\n").endsWith("saved\n");
    }

    /** Open MPI and PyTorch Lightning take a second one as the order to end without saving. */
    @Test
    void eachProcessGetsSigtermOnce() throws Exception {
        String counts =
                """
                import os, signal, subprocess, sys, time
                received = []
                signal.signal(signal.SIGTERM, lambda *_: received.append(1))
                name, *others = sys.argv[1:]
                for other in others:
                    subprocess.Popen([sys.executable, __file__, other], start_new_session=other == "apart")
                os.write(1, b"begun\\n")
                while not received:
                    time.sleep(0.01)
                time.sleep(1)
                os.write(1, f"{name} {len(received)}\\n".encode())
                """;
        Path script = Files.writeString(machine.resolve("counts.py"), counts);
        server.helloReplies.add(work(null, "exec python3 " + script + " leader child apart"));
        startAgent();
        await(() -> server.log().lines().filter("begun"::equals).count() == 3);

        server.send(new Stop("w:1", 30));

        assertThat(awaitEnd().stopped()).isTrue();
        assertThat(server.log().lines()).contains("leader 1", "child 1", "apart 1").hasSize(6);
    }

    @Test
    void workThatEndsWellWhenItIsStoppedWasStopped() throws Exception {
        server.helloReplies.add(
                work(null, "trap 'exit 0' TERM; echo begun; while :; do sleep 0.1; done"));
        startAgent();
        await(() -> server.log().equals("begun\n"));

        server.send(new Stop("w:1", 30));

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_0", "command", null, true));
    }

    @Test
    void killsAllProcessesAfterGrace() throws Exception {
        // The second program has left the process group, the session and its parent.
        server.helloReplies.add(
                work(
                        null,
                        "(setsid sh -c \"%s\" &); exec sh -c \"%s\""
                                .formatted(escapedProgram(), escapedProgram())));
        startAgent();
        await(() -> server.log().lines().count() == 2);
        List<ProcessHandle> programs =
                server.log()
                        .lines()
                        .map(Long::parseLong)
                        .map(AgentMachineFixture::process)
                        .toList();

        server.send(new Stop("w:1", 1));

        assertThat(awaitEnd().exit()).isEqualTo("SIGNAL_9");
        await(() -> programs.stream().noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void stopsBackgroundProcessesOfUserData() throws Exception {
        server.helloReplies.add(
                work("#!/bin/sh\nsetsid sleep 60 >/dev/null 2>&1 &\necho $!\n", "exec sleep 60"));
        startAgent();
        await(() -> Files.exists(recordFile("command.pid")) && !server.log().isEmpty());
        ProcessHandle left = process(Long.parseLong(server.log().strip()));

        server.send(new Stop("w:1", 10));

        assertThat(awaitEnd().exit()).isEqualTo("SIGNAL_15");
        await(() -> !left.isAlive());
    }

    @Test
    void stopsProcessesThatOutlivedTheWork() throws Exception {
        server.helloReplies.add(work(null, "sleep 60 & echo $!"));
        startAgent();
        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        ProcessHandle left = process(Long.parseLong(server.log().strip()));
        assertThat(left.isAlive()).isTrue();

        server.send(new Stop("w:1", 10));

        await(() -> !left.isAlive());
    }

    @Test
    void stopsHeldWorkWithoutRunningIt() throws Exception {
        server.helloReplies.add(work(null, "echo never", true, Map.of(), List.of(), List.of()));
        startAgent();
        await(() -> Files.exists(recordFile("prepared")));

        server.send(new Stop("w:1", 10));

        assertThat(awaitEnd().exit()).isEqualTo("STOPPED");
        assertThat(Files.exists(recordFile("command.begun"))).isFalse();
        assertThat(server.log()).isEmpty();
    }

    @Test
    void releasesQueuedWorkWhileCurrentWorkEnds() throws Exception {
        server.helloReplies.add(
                work(null, "trap 'sleep 1; exit 1' TERM; echo on; sleep 60 & wait"));
        startAgent();
        await(() -> server.log().equals("on\n"));

        server.send(heldWork("w:2"));
        server.send(new Stop("w:1", 10));
        server.send(new Go("w:2"));
        // The server repeats the work when it hears of the end of the earlier one.
        server.send(heldWork("w:2"));

        await(() -> server.received(Ended.class).size() == 2);
        assertThat(server.received(Ended.class).getLast())
                .isEqualTo(new Ended("w:2", "EXIT_0", "command", null, false));
    }

    @Test
    void theNextAttemptFindsWhatTheEarlierOneLeft() throws Exception {
        server.helloReplies.add(
                work(null, "echo 41 >state; echo ${SPAWN_PREVIOUS_DIR-none}; sleep 60"));
        startAgent();
        await(() -> server.log().equals("none\n"));

        server.send(new Stop("w:1", 10));
        server.send(Work.of("w:2", 2, 3).command("exit $(cat $SPAWN_PREVIOUS_DIR/state)").build());

        await(() -> server.received(Ended.class).size() == 2);
        assertThat(server.received(Ended.class).getLast().exit()).isEqualTo("EXIT_41");
    }

    @Test
    void attemptsOfAMemberCanShareTheirDirectory() throws Exception {
        Path bundle = Files.createDirectories(machine.resolve("bundle"));
        Files.writeString(bundle.resolve("state"), "1\n");
        server.helloReplies.add(
                shared(
                        "w:1",
                        1,
                        bundle,
                        "echo 41 >state; echo ${SPAWN_PREVIOUS_DIR-none}; sleep 60"));
        startAgent();
        await(() -> server.log().equals("none\n"));

        server.send(new Stop("w:1", 10));
        server.send(
                shared("w:2", 2, bundle, "[ $SPAWN_PREVIOUS_DIR = $PWD ] && exit $(cat state)"));

        await(() -> server.received(Ended.class).size() == 2);
        assertThat(server.received(Ended.class).getLast().exit()).isEqualTo("EXIT_41");
    }

    private Work shared(String id, int attempt, Path files, String command) {
        return Work.of(id, attempt, 3)
                .command(command)
                .filesFrom("file:///" + machine.relativize(files))
                .keepsDirectory(true)
                .build();
    }

    private static Work heldWork(String id) {
        return Work.of(id, 2, 3).command("true").held(true).build();
    }

    @Test
    void stopsWorkDuringPreparation() throws Exception {
        server.helloReplies.add(Work.of("w:1", 1, 1).command("echo never").bundle("00").build());
        server.refusesDownloads = true;
        startAgent();
        await(() -> server.connected() && Files.exists(recordFile("work.json")));

        server.send(new Stop("w:1", 10));

        assertThat(awaitEnd().exit()).isEqualTo("STOPPED");
    }

    @Test
    void nextAgentCompletesStop() throws Exception {
        server.helloReplies.add(work(null, IGNORES_SIGTERM));
        startAgent();
        await(() -> server.log().endsWith("\n"));
        server.send(new Stop("w:1", 2));
        await(() -> Files.exists(recordFile("stop")));

        killAgent();
        startAgent();

        await(() -> server.received(Hello.class).size() == 2);
        assertThat(awaitEnd().exit()).isEqualTo("SIGNAL_9");
    }

    private static String escapedProgram() {
        return IGNORES_SIGTERM.replace("$", "\\$");
    }
}
