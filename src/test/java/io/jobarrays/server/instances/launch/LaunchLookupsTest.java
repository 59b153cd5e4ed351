package io.jobarrays.server.instances.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LaunchLookupsTest {
    private static final Instant NOW = Instant.parse("2026-01-13T12:00:00Z");

    private final LaunchLookups lookups = new LaunchLookups(Duration.ofSeconds(60));

    @Test
    void areOverWhenTheListingDelayHasPassedSinceTheFirst() {
        assertThat(lookups.areOver("launch", NOW)).isFalse();
        assertThat(lookups.areOver("launch", NOW.plusSeconds(59))).isFalse();
        assertThat(lookups.areOver("launch", NOW.plusSeconds(60))).isTrue();
    }

    @Test
    void countFromTheLatestCall() {
        lookups.repeated("launch", NOW);
        lookups.repeated("launch", NOW.plusSeconds(30));

        assertThat(lookups.areOver("launch", NOW.plusSeconds(60))).isFalse();
        assertThat(lookups.areOver("launch", NOW.plusSeconds(90))).isTrue();
    }

    @Test
    void beginAgainAfterTheCallWasSettled() {
        lookups.repeated("launch", NOW);
        lookups.settled("launch");

        assertThat(lookups.areOver("launch", NOW.plusSeconds(60))).isFalse();
    }
}
