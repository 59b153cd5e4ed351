package io.jobarrays.server.arrays.rows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LabelClashTest {
    @Test
    void aMemberNameClashesWithAGroupName() {
        assertThat(LabelClash.between("compute", 8, "compute-3", 2)).isTrue();
        assertThat(LabelClash.between("compute-3", 2, "compute", 8)).isTrue();
        assertThat(LabelClash.between("compute", 8, "compute-8", 2)).isFalse();
    }

    @Test
    void aShardNameClashesWithAGroupName() {
        assertThat(LabelClash.between("compute", 800, "compute-g1", 2)).isTrue();
    }

    @Test
    void differentNamesDoNotClash() {
        assertThat(LabelClash.between("compute", 8, "computer", 8)).isFalse();
        assertThat(LabelClash.between("compute", 8, "compute-x", 8)).isFalse();
    }
}
