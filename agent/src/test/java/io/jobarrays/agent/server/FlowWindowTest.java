package io.jobarrays.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineFixture;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowWindowTest {
    private final FlowWindow window = new FlowWindow(10);

    @Test
    void senderWaitsWhenWindowIsFull() throws Exception {
        window.reserve(8);
        Thread sender = sender(8);
        AgentMachineFixture.await(() -> sender.getState() == Thread.State.WAITING);

        window.acknowledge(8);

        sender.join();
    }

    @Test
    void chunkLargerThanWindowIsSentAlone() throws Exception {
        window.reserve(30);

        window.acknowledge(30);
        window.reserve(30);

        assertThat(sender(1).join(Duration.ofMillis(1))).isFalse();
        window.removeLimit();
    }

    @Test
    void closedWindowReleasesWaitingSender() throws Exception {
        window.reserve(10);
        Thread sender = sender(1);

        window.removeLimit();

        sender.join();
    }

    private Thread sender(int bytes) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                window.reserve(bytes);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }
}
