package io.jobarrays.server.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QueuedFramesTest {
    private final QueuedFrames all = new QueuedFrames(100);
    private final List<String> closed = new ArrayList<>();
    private final LinkedBlockingQueue<String> handled = new LinkedBlockingQueue<>();
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void closesTheConnectionWithTheLongestQueue() throws InterruptedException {
        FrameQueue noisy = queue("noisy");
        FrameQueue quiet = queue("quiet");
        noisy.add("x".repeat(40));
        noisy.add("x".repeat(40));
        quiet.add("1");
        quiet.add("2");
        assertThat(closed).isEmpty();

        quiet.add("3".repeat(20));

        assertThat(closed).containsExactly("noisy");
        noisy.add("dropped");
        released.countDown();
        assertThat(handled.poll(10, TimeUnit.SECONDS)).isNotNull();
        for (int i = 0; i < 50; i++) {
            quiet.add("4".repeat(9));
            assertThat(handled.poll(10, TimeUnit.SECONDS)).isNotNull().isNotEqualTo("dropped");
        }
        assertThat(closed).containsExactly("noisy");
    }

    private FrameQueue queue(String name) {
        return new FrameQueue(this::handle, () -> closed.add(name), all);
    }

    private void handle(String frame) {
        try {
            released.await();
            handled.add(frame);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
