package io.jobarrays.contract.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FlowWindowTest {
    private final FlowWindow window = new FlowWindow(10);

    @Test
    void senderWaitsWhenWindowIsFull() throws Exception {
        window.reserve(8);
        Thread sender = sender(8);
        await().until(() -> sender.getState() == Thread.State.WAITING);

        window.acknowledge(8);

        sender.join();
    }

    @Test
    void windowIsOpenUntilItsReaderAcknowledges() throws Exception {
        FlowWindow open = FlowWindow.unlimitedUntilAcknowledged(10);
        open.reserve(30);
        open.reserve(30);

        open.acknowledge(0);

        Thread sender = sender(open, 1);
        await().until(() -> sender.getState() == Thread.State.WAITING);
        open.acknowledge(60);
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
        return sender(window, bytes);
    }

    private static Thread sender(FlowWindow window, int bytes) {
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
