package io.jobarrays.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachedReadTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicInteger reads = new AtomicInteger();
    private final CachedRead<Integer> cached = new CachedRead<>(reads::incrementAndGet, nanos::get);

    @Test
    void readsAgainWhenTheResultIsOld() {
        assertThat(cached.get()).contains(1);
        nanos.addAndGet(CachedRead.MAX_AGE.toNanos());
        assertThat(cached.get()).contains(1);

        nanos.incrementAndGet();

        assertThat(cached.get()).contains(2);
    }

    @Test
    void isEmptyWhileTheReadFails() {
        CachedRead<Integer> failing =
                new CachedRead<>(
                        () -> {
                            if (reads.incrementAndGet() == 1) {
                                throw new IllegalStateException("no database");
                            }
                            return 7;
                        },
                        nanos::get);

        assertThat(failing.get()).isEmpty();
        assertThat(failing.get()).isEmpty();
        assertThat(reads).hasValue(1);

        nanos.set(CachedRead.MAX_AGE.toNanos() + 1);

        assertThat(failing.get()).contains(7);
    }
}
