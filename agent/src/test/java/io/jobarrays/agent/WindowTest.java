package io.jobarrays.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window window = new Window(10);

    @Test
    void whoIsTooFarAheadWaitsForTheReader() throws Exception {
        window.await(8);
        Thread sender = sender(8);
        MachineTest.await(() -> sender.getState() == Thread.State.WAITING);

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
