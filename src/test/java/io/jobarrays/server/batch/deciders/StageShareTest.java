package io.jobarrays.server.batch.deciders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageShareTest {
    @Test
    void comparesShareWithoutRounding() {
        assertThat(new StageShare(9, 10).isAtLeast(90)).isTrue();
        assertThat(new StageShare(899, 1000).isAtLeast(90)).isFalse();
    }
}
