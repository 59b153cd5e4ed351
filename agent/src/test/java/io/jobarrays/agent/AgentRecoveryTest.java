package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import java.nio.file.Files;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Work and log delivery after the agent, its supervisor or the connection fails. */
class AgentRecoveryTest extends AgentMachineFixture {

    @Test
    void reportsExitCodeAndStartsNothingTwiceAfterAgentWasKilled() throws Exception {
        server.helloReplies.add(work(null, "echo begun; " + untilExists("end") + "; exit 5"));
        startAgent();
        await(() -> server.log().equals("begun\n"));

        killAgent();
        startAgent();
        await(() -> server.received(Hello.class).size() == 2);
        Files.createFile(file("/var/lib/spored/work/1/end"));

        assertThat(awaitEnd()).isEqualTo(new Ended("w:1", "EXIT_5", "command", null, false));
        Hello last = server.received(Hello.class).getLast();
        assertThat(last).isEqualTo(new Hello("dev", "w:1", "running", 0, last.boot()));
        assertThat(server.log()).isEqualTo("begun\n");
        assertThat(server.identity.enrolments).hasSize(1);
    }

    @Test
    void reportsWorkThatEndedWhileNoAgentRan() throws Exception {
        server.helloReplies.add(work(null, "echo begun; sleep 1; echo done; exit 6"));
        startAgent();
        await(() -> server.log().equals("begun\n"));

        killAgent();
        await(() -> Files.exists(recordFile("command.exit")));
        startAgent();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_6");
        assertThat(server.log()).isEqualTo("begun\ndone\n");
    }

    @Test
    void reportsKilledSupervisor() throws Exception {
        server.helloReplies.add(work(null, "echo $$; exec sleep 60"));
        startAgent();
        await(() -> server.log().endsWith("\n"));
        ProcessHandle program = process(Long.parseLong(server.log().strip()));

        supervisor("command").destroyForcibly();

        Ended ended = awaitEnd();
        if (Files.exists(recordFile("command.cgroup"))) {
            await(() -> !program.isAlive());
        }
        assertThat(ended.exit()).isEqualTo("SIGNAL_9");
        assertThat(ended.problem()).contains("supervisor");
    }

    @Test
    void reportsStoppedWhenMachineShutdownEndedTheProgram() throws Exception {
        server.helloReplies.add(work(null, "echo $$; exec sleep 60"));
        AgentProcess agent = startAgent();
        await(() -> server.log().endsWith("\n"));
        ProcessHandle program = process(Long.parseLong(server.log().strip()));
        ProcessHandle supervisor = supervisor("command");

        // As shutdown does: SIGTERM to all processes, then SIGKILL to the remaining ones.
        agent.kill();
        supervisor.destroy();
        program.destroy();
        await(() -> !program.isAlive());
        Awaitility.await()
                .during(Duration.ofMillis(500))
                .atMost(Duration.ofMinutes(1))
                .until(() -> supervisor.isAlive() && !Files.exists(recordFile("command.exit")));
        supervisor.destroyForcibly();
        Files.delete(file("/run/spored/boot"));
        startAgent();

        Ended ended = awaitEnd();
        assertThat(ended.exit()).isEqualTo("REBOOTED");
        assertThat(ended.stopped()).isFalse();
        assertThat(ended.problem()).contains("the machine was booted again");
    }

    @Test
    void deliversEachLogLineOnceAcrossConnectionLosses() throws Exception {
        server.helloReplies.add(
                work(
                        null,
                        "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); echo \"line $i of the log\"; done"));
        startAgent();
        for (int i = 1; i <= 3; i++) {
            int connections = i;
            await(() -> server.received(Hello.class).size() == connections);
            server.answersLog = i % 2 == 0;
            server.disconnect();
        }
        server.answersLog = true;

        awaitEnd();

        String expected =
                IntStream.rangeClosed(1, 20000)
                        .mapToObj("line %d of the log\n"::formatted)
                        .collect(Collectors.joining());
        assertThat(server.log().equals(expected)).isTrue();
    }

    @Test
    void refusesToStartSecondAgent() throws Exception {
        AgentProcess agent = startAgent();
        await(() -> server.received(Hello.class).size() == 1);

        AgentProcess second = startAgent();

        assertThat(second.awaitEnd()).isNotZero();
        assertThat(agent.alive()).isTrue();
        assertThat(Files.readString(machine.resolve("agent.log"))).contains("another spored runs");
    }
}
