package io.jobarrays.localcloud.machines.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ScaleLimitsTest {
    private static final long GIB = 1L << 30;

    @Test
    void statesNeedAndSupply() throws Exception {
        ScaleLimits limits = new ScaleLimits(1 << 20, 100 * GIB);

        assertThat(limits.check(10_000))
                .isEqualTo(
                        "scale mode: 10000 instances take 3 processes with up to 9000 open files each, 11000 in the control plane (limit 1048576), and 1953 MiB of disk (102400 MiB are free)");
        assertThat(limits.agentsPerHost()).isEqualTo(4_000);
    }

    @Test
    void lowLimitOfOpenFilesTakesMoreProcesses() {
        assertThat(new ScaleLimits(5_000, GIB).agentsPerHost()).isEqualTo(2_000);
    }

    @Test
    void warnsWhenControlPlaneHasTooFewOpenFiles() throws Exception {
        assertThat(new ScaleLimits(20_000, 100 * GIB).check(20_000))
                .endsWith("; warning: the open files suffice for 19000 instances");
    }

    @Test
    void warnsWhenDiskIsTooSmall() throws Exception {
        assertThat(new ScaleLimits(1 << 20, GIB).check(10_000))
                .endsWith("; warning: the disk suffices for 5242 instances");
    }

    @Test
    void capacityIsWhatDiskAndOpenFilesSufficeFor() {
        assertThat(new ScaleLimits(1 << 20, 100 * GIB).maxInstances(20_000)).isEqualTo(20_000);
        assertThat(new ScaleLimits(20_000, 100 * GIB).maxInstances(20_000)).isEqualTo(19_000);
        assertThat(new ScaleLimits(1 << 20, GIB).maxInstances(20_000)).isEqualTo(5_242);
        assertThat(new ScaleLimits(256, GIB).maxInstances(20_000)).isEqualTo(1);
    }

    @Test
    void refusesHostWithFewOpenFiles() {
        assertThatThrownBy(() -> new ScaleLimits(1_024, GIB).check(10))
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "scale mode needs at least 1200 open files for a process and the limit is 1024: raise it with ulimit -n");
    }
}
