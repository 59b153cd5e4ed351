package io.jobarrays.server.background;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BackgroundLoopTest {
    private static final Duration LONG = Duration.ofHours(1);

    private final AtomicInteger runs = new AtomicInteger();
    private final List<Exception> failures = new CopyOnWriteArrayList<>();

    @Test
    void runsAgainAfterThePause() throws Exception {
        CountDownLatch threeRuns = new CountDownLatch(3);
        BackgroundLoop loop =
                loop(
                        () -> {
                            threeRuns.countDown();
                            return Duration.ofMillis(1);
                        });

        loop.start("loop");

        assertThat(threeRuns.await(10, TimeUnit.SECONDS)).isTrue();
        loop.stopAndWait(LONG);
    }

    @Test
    void signalEndsThePause() throws Exception {
        BackgroundLoop loop = loop(this::runThenPauseLong);
        loop.start("loop");
        await().until(() -> runs.get() == 1);

        loop.signal();

        await().until(() -> runs.get() == 2);
        loop.stopAndWait(LONG);
    }

    @Test
    void signalDuringRunIsNotLost() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch signalled = new CountDownLatch(1);
        BackgroundLoop loop =
                loop(
                        () -> {
                            running.countDown();
                            signalled.await();
                            return runThenPauseLong();
                        });
        loop.start("loop");
        running.await();

        loop.signal();
        signalled.countDown();

        await().until(() -> runs.get() == 2);
        loop.stopAndWait(LONG);
    }

    @Test
    void failedRunIsHandledAndRepeated() throws Exception {
        IllegalStateException failure = new IllegalStateException("no database");
        BackgroundLoop loop =
                loop(
                        () -> {
                            if (runs.incrementAndGet() == 1) {
                                throw failure;
                            }
                            return LONG;
                        });

        loop.start("loop");

        await().until(() -> runs.get() == 2);
        assertThat(failures).containsExactly(failure);
        loop.stopAndWait(LONG);
    }

    @Test
    void errorOfARunDoesNotEndTheLoop() throws Exception {
        CountDownLatch twoRuns = new CountDownLatch(2);
        BackgroundLoop loop =
                loop(
                        () -> {
                            twoRuns.countDown();
                            throw new NoClassDefFoundError("a class");
                        });

        loop.start("loop");

        assertThat(twoRuns.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(failures.getFirst()).hasRootCauseMessage("a class");
        loop.stopAndWait(LONG);
    }

    @Test
    void stopEndsThePauseAndTheLoop() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        BackgroundLoop loop = loop(this::runThenPauseLong);
        Thread thread =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    loop.run();
                                    ended.countDown();
                                });
        await().until(() -> runs.get() == 1);

        thread.interrupt();

        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(runs).hasValue(1);
        assertThat(failures).isEmpty();
    }

    @Test
    void failureOfAnInterruptedRunIsNotReported() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        BackgroundLoop loop =
                loop(
                        () -> {
                            running.countDown();
                            try {
                                return runThenPauseLong(new CountDownLatch(1));
                            } catch (InterruptedException e) {
                                Thread.currentThread().interrupt();
                                throw new IllegalStateException("interrupted", e);
                            }
                        });
        loop.start("loop");
        running.await();

        loop.stopAndWait(LONG);

        assertThat(failures).isEmpty();
    }

    @Test
    void finishedLoopEndsAfterTheRun() {
        AtomicInteger count = new AtomicInteger();
        BackgroundLoop[] loop = new BackgroundLoop[1];
        loop[0] =
                loop(
                        () -> {
                            count.incrementAndGet();
                            loop[0].finish();
                            return LONG;
                        });

        loop[0].run();

        assertThat(count).hasValue(1);
    }

    private BackgroundLoop loop(BackgroundLoop.Task task) {
        return new BackgroundLoop(
                task,
                failure -> {
                    failures.add(failure);
                    return Duration.ZERO;
                });
    }

    private Duration runThenPauseLong() {
        runs.incrementAndGet();
        return LONG;
    }

    private Duration runThenPauseLong(CountDownLatch never) throws InterruptedException {
        never.await();
        return LONG;
    }
}
