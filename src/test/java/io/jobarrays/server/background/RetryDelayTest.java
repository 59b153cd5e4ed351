package io.jobarrays.server.background;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Delays grow to the longest one, with jitter. */
class RetryDelayTest {
    private final RetryDelay delay = new RetryDelay(Duration.ofMillis(500), Duration.ofSeconds(15));
    private final Random random = new Random(7);

    @Test
    void beginsWithShortDelay() {
        assertThat(delay.after(1, random))
                .isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void growsToItsLimit() {
        assertThat(delay.after(4, random)).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(delay.after(1000, random))
                .isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15));
    }
}
