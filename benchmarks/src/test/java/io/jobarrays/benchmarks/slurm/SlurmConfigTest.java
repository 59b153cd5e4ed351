package io.jobarrays.benchmarks.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class SlurmConfigTest {
    @Test
    void keepsToLoopbackAndItsDirectoryAndNamesWhatIsNoDefault() {
        SlurmConfig config =
                new SlurmConfig(Path.of("/tmp/cluster"), "node", 7001, 7002, 32, "runner", "");

        String text = config.text();

        assertThat(text)
                .contains("SlurmctldHost=node(127.0.0.1)")
                .contains("NodeName=node NodeAddr=127.0.0.1 CPUs=32")
                .contains("SlurmctldPort=7001", "SlurmdPort=7002")
                .contains("SlurmUser=runner", "SlurmdUser=runner")
                .contains("AuthInfo=socket=/tmp/cluster/munge/socket")
                .doesNotContain("SchedulerParameters", "/var/", "/etc/");
        assertThat(SlurmConfig.NAMED)
                .contains(
                        "the default SchedulerParameters", "proctrack/linuxproc", "no accounting");
    }
}
