package io.jobarrays.server.batch.deciders;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StageShareTest {

    @Test
    void readsSucceededMembersFromExitStatus() {
        assertThat(StageShare.of("FAILED_3_OF_10")).isEqualTo(new StageShare(7, 10));
        assertThat(StageShare.of("ALL_OK").isAtLeast(100)).isTrue();
        assertThat(StageShare.of("NOT_VIABLE").isAtLeast(1)).isFalse();
        assertThat(StageShare.of(null).isAtLeast(1)).isFalse();
    }

    @Test
    void comparesShareWithoutRounding() {
        assertThat(new StageShare(9, 10).isAtLeast(90)).isTrue();
        assertThat(new StageShare(899, 1000).isAtLeast(90)).isFalse();
    }
}
