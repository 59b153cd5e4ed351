package io.jobarrays.localcloud.machines.memory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MemoryUseTest {
    private static final long MIB = 1L << 20;

    @Test
    void statisticsOfBothVersionsAreRead() {
        MemoryUse expected = new MemoryUse(100 * MIB, 40 * MIB, 20 * MIB);

        assertThat(
                        MemoryUse.of(
                                """
                                cache 1
                                rss 2
                                total_cache 62914560
                                total_rss 104857600
                                total_shmem 41943040
                                """))
                .isEqualTo(expected);
        assertThat(MemoryUse.of("anon 104857600\nfile 62914560\nshmem 41943040\n"))
                .isEqualTo(expected);
    }

    @Test
    void meminfoLeavesOutTheDisk() {
        String meminfo = new MemoryUse(100 * MIB, 40 * MIB, 20 * MIB).meminfo(1024 * MIB, 30 * MIB);

        assertThat(meminfo)
                .startsWith("MemTotal:          1048576 kB\n")
                .contains("MemFree:            915456 kB\n", "Shmem:               10240 kB\n")
                .contains("MemAvailable:       935936 kB\n", "Cached:              30720 kB\n");
    }

    @Test
    void meminfoHasOneLengthAndNoNegativeNumber() {
        String idle = new MemoryUse(0, 0, 0).meminfo(1024 * MIB, 0);
        String full = new MemoryUse(2000 * MIB, 10 * MIB, 900 * MIB).meminfo(1024 * MIB, 99 * MIB);

        assertThat(full)
                .hasSameSizeAs(idle)
                .doesNotContain("-")
                .contains("MemFree:                 0");
    }

    @Test
    void limitGrowsWithTheDiskAndInAdvanceOfIt() {
        assertThat(InstanceMemory.limit(1024 * MIB, 0, 0)).isEqualTo(1280 * MIB);
        assertThat(InstanceMemory.limit(1024 * MIB, 50 * MIB, 50 * MIB)).isEqualTo(1530 * MIB);
        assertThat(InstanceMemory.limit(1024 * MIB, 3000 * MIB, 900 * MIB)).isEqualTo(5304 * MIB);
        assertThat(InstanceMemory.limit(1024 * MIB, 0, -900 * MIB)).isEqualTo(1280 * MIB);
    }
}
