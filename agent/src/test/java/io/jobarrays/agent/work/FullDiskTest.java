package io.jobarrays.agent.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineTest;
import io.jobarrays.contract.AgentMessage.Hello;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A directory where a file is to be written stands for a disk that does not take it. */
class FullDiskTest extends AgentMachineTest {

    @Test
    void anEndThatTheDiskDoesNotTakeIsToldOnceItDoes() throws Exception {
        server.answersLog = false;
        server.greeting.add(work(null, "yes | head -c 1200000; touch said; exit 5"));
        Path ofSupervisor = Files.createDirectories(fact("command.exit.new"));
        Path ofAgent = Files.createDirectories(fact(".ended.json.new/full"));
        startAgent();

        // The oldest of the log has made room in vain.
        await(
                () ->
                        has("/var/lib/spored/work/1/said")
                                && !Files.exists(fact("log/" + "0".repeat(20))));
        Files.delete(ofSupervisor);
        await(() -> agentLog().contains("cannot be written down yet"));
        Files.delete(ofAgent);
        server.answersLog = true;
        server.hangUp();

        assertThat(awaitEnd().exit()).isEqualTo("EXIT_5");
        assertThat(server.droppedLines).isPositive();
    }

    @Test
    void anAgentThatStartsAgainNeedsNoRoom() throws Exception {
        startAgent();
        await(() -> server.said(Hello.class).size() == 1);
        killAgent();
        Files.createDirectories(file("/var/lib/spored/supervisor/.spool.py.new/full"));

        startAgent();

        await(() -> server.said(Hello.class).size() == 2);
    }

    private String agentLog() throws Exception {
        return Files.readString(machine.resolve("agent.log"));
    }
}
