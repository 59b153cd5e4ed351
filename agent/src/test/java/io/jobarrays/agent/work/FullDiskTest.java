package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import io.jobarrays.contract.messages.AgentMessage.Hello;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Writes on a full disk; a directory in place of a file makes the write fail. */
class FullDiskTest extends AgentMachineFixture {

    @Test
    void reportsEndOnceDiskAcceptsIt() throws Exception {
        server.answersLog = false;
        server.helloReplies.add(work(null, "yes | head -c 1200000; touch said; exit 5"));
        Path ofSupervisor = Files.createDirectories(recordFile("command.exit.new"));
        Path ofAgent = Files.createDirectories(recordFile(".ended.json.new/full"));
        startAgent();

        // The supervisor has dropped the oldest log segment, and the write still fails.
        await(
                () ->
                        exists("/var/lib/spored/work/1/said")
                                && !Files.exists(recordFile("log/" + "0".repeat(20))));
        Files.delete(ofSupervisor);
        await(() -> agentLog().contains("cannot record its end yet"));
        Files.delete(ofAgent);
        server.answersLog = true;
        server.disconnect();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_5");
        assertThat(server.droppedLines).isPositive();
    }

    @Test
    void restartsOnFullDisk() throws Exception {
        startAgent();
        await(() -> server.received(Hello.class).size() == 1);
        killAgent();
        Files.createDirectories(file("/var/lib/spored/supervisor/.spool.py.new/full"));

        startAgent();

        await(() -> server.received(Hello.class).size() == 2);
    }

    private String agentLog() throws Exception {
        return Files.readString(machine.resolve("agent.log"));
    }
}
