package io.jobarrays.server.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShareTest {

    @Test
    void anExitStatusTellsHowManySucceeded() {
        assertThat(Share.of("FAILED_3_OF_10")).isEqualTo(new Share(7, 10));
        assertThat(Share.of("ALL_OK").isAtLeast(100)).isTrue();
        assertThat(Share.of("NOT_VIABLE").isAtLeast(1)).isFalse();
        assertThat(Share.of(null).isAtLeast(1)).isFalse();
    }

    @Test
    void theShareIsCountedExactly() {
        assertThat(new Share(9, 10).isAtLeast(90)).isTrue();
        assertThat(new Share(899, 1000).isAtLeast(90)).isFalse();
    }
}
