package io.jobarrays.server.batch.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class ExecutionEndsTest {
    private static final Duration LONG = Duration.ofMinutes(1);

    private final ExecutionEnds ends = new ExecutionEnds();

    @Test
    void returnsAtSignalOfItsExecution() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        CountDownLatch evaluated = new CountDownLatch(1);
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(
                        () ->
                                ends.await(
                                        7,
                                        LONG,
                                        () -> {
                                            evaluated.countDown();
                                            return ended.get();
                                        }),
                        Executors.newVirtualThreadPerTaskExecutor());
        evaluated.await();

        ended.set(true);
        ends.signal(7);

        assertThat(waiting.get()).isTrue();
    }

    @Test
    void returnsWithoutSignalWhenConditionHolds() {
        assertThat(ends.await(7, LONG, () -> true)).isTrue();
    }

    @Test
    void returnsFalseAtTimeout() {
        assertThat(ends.await(7, Duration.ZERO, () -> false)).isFalse();
    }
}
