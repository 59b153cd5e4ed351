package io.jobarrays.server.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiskSpaceTest {
    private static final long GIB = 1L << 30;

    @Test
    void warnsFromEightyPercent() {
        assertThat(new DiskSpace(79 * GIB, 21 * GIB).warning()).isEmpty();
        assertThat(new DiskSpace(80 * GIB, 20 * GIB).warning())
                .hasValueSatisfying(
                        text ->
                                assertThat(text)
                                        .startsWith(
                                                "the disk of the control plane is 80% full, 20.0 GiB are free;"));
    }

    @Test
    void countsADiskWithoutSpaceAsFull() {
        assertThat(new DiskSpace(0, 0).usedPercent()).isEqualTo(100);
        assertThat(new DiskSpace(0, 1).usedPercent()).isZero();
    }
}
