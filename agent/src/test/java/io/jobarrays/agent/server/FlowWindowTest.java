package io.jobarrays.agent.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.agent.AgentMachineTest;
import org.junit.jupiter.api.Test;

class FlowWindowTest {
    private final FlowWindow window = new FlowWindow(10);

    @Test
    void whoIsTooFarAheadWaitsForTheReader() throws Exception {
        window.await(8);
        Thread sender = sender(8);
        AgentMachineTest.await(() -> sender.getState() == Thread.State.WAITING);

        window.taken(8);

        sender.join();
    }

    @Test
    void aPieceLargerThanTheWindowGoesAlone() throws Exception {
        window.await(30);

        window.taken(30);
        window.await(30);

        assertThat(sender(1).join(java.time.Duration.ofMillis(1))).isFalse();
        window.open();
    }

    @Test
    void nobodyWaitsForAReaderWhoHasGone() throws Exception {
        window.await(10);
        Thread sender = sender(1);

        window.open();

        sender.join();
    }

    private Thread sender(int bytes) {
        return Thread.ofVirtual()
                .start(
                        () -> {
                            try {
                                window.await(bytes);
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                            }
                        });
    }
}
