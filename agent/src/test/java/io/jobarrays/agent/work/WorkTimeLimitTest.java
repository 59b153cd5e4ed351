package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.Work;
import io.jobarrays.contract.messages.Work.TimeLimit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WorkTimeLimitTest extends AgentMachineFixture {
    private static final int USR1 = 10;

    @Test
    void endsWorkAtItsLimitWithTermAlsoWithoutAgent() throws Exception {
        server.helloReplies.add(
                limited(
                        "trap 'echo saved; exit 0' TERM; echo begun; while :; do sleep 0.05; done",
                        new TimeLimit(2, 30, null, null)));
        startAgent();
        await(() -> server.log().contains("begun"));
        killAgent();
        await(() -> exists("/var/lib/spored/runs/run-w%3A1/command.exit"));

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("TIMED_OUT");
        assertThat(ended.stopped()).isFalse();
        assertThat(ended.problem())
                .isEqualTo("it ran for 2 s, its time limit, and ended with EXIT_0");
        assertThat(server.log()).startsWith("begun\n").endsWith("saved\n");
    }

    @Test
    void killsWorkThatIgnoresTermAndRunsNoCommandAfterTheScript() throws Exception {
        Work work =
                Work.of("w:1", 1, 1)
                        .userData("#!/bin/sh\ntrap '' TERM\nwhile :; do sleep 0.05; done\n")
                        .command("echo command")
                        .timeLimit(new TimeLimit(1, 1, null, null))
                        .build();
        server.helloReplies.add(work);

        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("TIMED_OUT");
        assertThat(ended.part()).isEqualTo("user_data");
        assertThat(ended.problem()).endsWith("ended with SIGNAL_9");
        assertThat(server.log()).isEmpty();
    }

    @Test
    void signalsBeforeTheLimitOnlyProcessesThatHandleIt() throws Exception {
        server.helloReplies.add(
                limited(
                        // The first sleep would end by the signal, and the command with it.
                        "sleep 30 & s=$!; (trap 'echo saved; kill $s' USR1; while :; do sleep 0.05; done) & wait $s; echo $?; kill $!",
                        new TimeLimit(20, 30, USR1, 19L)));

        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_0");
        assertThat(server.log()).startsWith("saved\n").endsWith("143\n");
    }

    @Test
    void workWithinItsLimitEndsAsItDoes() throws Exception {
        server.helloReplies.add(limited("exit 3", new TimeLimit(60, 30, USR1, 10L)));

        startAgent();

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_3", "command", null, false));
    }

    private static Work limited(String command, @Nullable TimeLimit limit) {
        return Work.of("w:1", 1, 1).command(command).timeLimit(limit).build();
    }
}
