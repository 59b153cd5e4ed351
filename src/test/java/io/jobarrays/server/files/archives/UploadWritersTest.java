package io.jobarrays.server.files.archives;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.files.archives.UploadWriters.Writer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class UploadWritersTest {
    private static final Path FIRST = Path.of("compute/0");
    private static final Path SECOND = Path.of("compute/1");

    private final UploadWriters writers = new UploadWriters();
    private final CountDownLatch stalled = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    @Test
    void stalledDiskHoldsOnlyItsOwnDirectory() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
                Writer slow = writers.open(FIRST);
                Writer other = writers.open(SECOND);
                Writer newer = writers.open(FIRST)) {
            Future<Boolean> stall = threads.submit(() -> newer.run(this::stall));
            stalled.await();

            Future<Boolean> passing = threads.submit(() -> other.run(() -> {}));
            Future<Boolean> waiting = threads.submit(() -> slow.run(() -> {}));

            assertThat(passing.get(10, TimeUnit.SECONDS)).isTrue();
            assertThat(waiting.isDone()).isFalse();
            released.countDown();
            assertThat(stall.get()).isTrue();
            assertThat(waiting.get()).isFalse();
        }
    }

    @Test
    void newerCallReplacesEarlierOneOfItsDirectory() throws IOException {
        try (Writer earlier = writers.open(FIRST);
                Writer newer = writers.open(FIRST)) {
            assertThat(earlier.run(() -> {})).isFalse();
            assertThat(newer.run(() -> {})).isTrue();
        }
        try (Writer next = writers.open(FIRST)) {
            assertThat(next.run(() -> {})).isTrue();
        }
    }

    private void stall() throws IOException {
        stalled.countDown();
        try {
            released.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }
}
