package io.jobarrays.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Delays grow to 15 seconds, with jitter. */
class DnsBackoffTest {
    private final Random random = new Random(7);

    @Test
    void beginsWithShortDelay() {
        assertThat(DnsBackoff.after(1, random))
                .isBetween(Duration.ofMillis(250), Duration.ofMillis(500));
    }

    @Test
    void growsToItsLimit() {
        assertThat(DnsBackoff.after(4, random))
                .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(4));
        assertThat(DnsBackoff.after(1000, random))
                .isBetween(Duration.ofMillis(7500), Duration.ofSeconds(15));
    }
}
