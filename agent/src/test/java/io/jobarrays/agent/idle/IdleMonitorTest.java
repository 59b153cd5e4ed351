package io.jobarrays.agent.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage.Activity;
import io.jobarrays.contract.messages.AgentMessage.IdleReached;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleMonitorTest extends IdleMachineFixture {
    @Test
    void detectsSingleBusyLoopOnMachineWithManyProcessors() throws Exception {
        IdleMonitor idleMonitor = idleMonitor();

        for (int second = 5; second <= 120; second += 5) {
            procFiles.cpu(second * 100L);
            advance(idleMonitor, Duration.ofSeconds(5));
        }

        assertThat(sent(IdleReached.class)).isEmpty();
        assertThat(sent(Activity.class).getFirst().busy()).startsWith("cpu ");
        assertThat(new MachineLoad(Duration.ofSeconds(5), 1, 0, 0, 0, false).busyReasons(10, 64))
                .hasToString("[cpu 1.0 of 64 processors]");
    }

    @Test
    void cpuBelowThresholdIsIdle() {
        assertThat(load(0.09 * 4).busyReasons(10, 4)).isEmpty();
        assertThat(load(0.11 * 4).busyReasons(10, 4)).hasToString("[cpu 11 %]");
        assertThat(load(0.8).busyReasons(90, 1)).isEmpty();
    }

    @Test
    void networkTrafficIsActivityAndLoopbackTrafficIsNot() throws Exception {
        IdleMonitor idleMonitor = idleMonitor();
        procFiles.network("ens5", 10_000_000);
        advance(idleMonitor, Duration.ofSeconds(5));
        assertThat(lastSent(Activity.class)).isEqualTo(new Activity("network 2.0 MB/s", 0));

        procFiles.network("lo", 900_000_000);
        advance(idleMonitor, Duration.ofSeconds(15));

        assertThat(lastSent(Activity.class).busy()).isNull();
    }

    @Test
    void diskTrafficIsActivityForEveryDiskName() throws Exception {
        for (String disk : List.of("nvme1n1", "xvdf", "sdb", "vda", "xvda1")) {
            sent.clear();
            procFiles.disk(disk, 0);
            IdleMonitor idleMonitor = idleMonitor();

            procFiles.disk(disk, 10_000);
            advance(idleMonitor, Duration.ofSeconds(5));

            assertThat(lastSent(Activity.class).busy()).as(disk).isEqualTo("disk 1.0 MB/s");
        }
    }

    @Test
    void countersFromBeforeFirstReadingAreNoActivity() throws Exception {
        procFiles.cpu(999_999);
        procFiles.network("ens5", 1L << 40);
        procFiles.disk("nvme0n1", 1L << 40);

        IdleMonitor idleMonitor = idleMonitor();
        advance(idleMonitor, Duration.ofSeconds(60));

        assertThat(sent(IdleReached.class)).hasSize(1);
    }

    @Test
    void terminalInputIsActivityAndOpenTerminalIsNot() throws Exception {
        Path terminal = Files.createFile(machine.resolve("dev/pts/0"));
        FileTime opened = FileTime.fromMillis(1_700_000_000_000L);
        Files.setAttribute(terminal, "lastAccessTime", opened);
        IdleMonitor idleMonitor = idleMonitor();
        advance(idleMonitor, Duration.ofSeconds(50));

        Files.setAttribute(terminal, "lastAccessTime", FileTime.fromMillis(1_700_000_008_000L));
        advance(idleMonitor, Duration.ofSeconds(55));
        assertThat(sent(IdleReached.class)).isEmpty();
        advance(idleMonitor, Duration.ofSeconds(10));

        assertThat(sent(IdleReached.class)).containsExactly(new IdleReached(60));
    }

    @Test
    void sessionInputIsActivity() throws Exception {
        IdleMonitor idleMonitor = idleMonitor();

        sessionInput = 1;
        advance(idleMonitor, Duration.ofSeconds(5));

        assertThat(lastSent(Activity.class).busy()).isEqualTo("terminal input");
    }

    @Test
    void newWorkBeginsTheIdleTimeAgain() throws Exception {
        IdleMonitor idleMonitor = idleMonitor();
        advance(idleMonitor, Duration.ofSeconds(55));

        idleMonitor.workBegan();
        advance(idleMonitor, Duration.ofSeconds(55));
        assertThat(sent(IdleReached.class)).isEmpty();
        assertThat(lastSent(Activity.class).idleSeconds()).isLessThan(15);
        advance(idleMonitor, Duration.ofSeconds(10));

        assertThat(sent(IdleReached.class)).hasSize(1);
    }

    @Test
    void machineWithUnkeptOutputsIsBusy() throws Exception {
        IdleMonitor idleMonitor = idleMonitor();
        outputsUnkept = true;

        advance(idleMonitor, Duration.ofMinutes(5));
        assertThat(sent(IdleReached.class)).isEmpty();
        assertThat(lastSent(Activity.class).busy()).isEqualTo("outputs not kept");

        outputsUnkept = false;
        advance(idleMonitor, Duration.ofSeconds(65));
        assertThat(sent(IdleReached.class)).isNotEmpty();
    }

    @Test
    void gpuUtilizationIsActivity() throws Exception {
        Path program =
                Files.writeString(machine.resolve("nvidia-smi"), "#!/bin/sh\necho 0; echo 87\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        IdleMonitor idleMonitor = idleMonitor();

        advance(idleMonitor, Duration.ofSeconds(5));

        assertThat(lastSent(Activity.class).busy()).isEqualTo("gpu 87 %");
    }

    @Test
    void sumsProcessesOnSharedKernel() throws Exception {
        procFiles.pidNamespace("4026532000");
        procFiles.process(7, 0, 0, 0);
        IdleMonitor idleMonitor = idleMonitor();

        procFiles.cpu(999_999);
        procFiles.disk("nvme0n1", 1L << 30);
        procFiles.process(7, 1, 0, 10_000);
        advance(idleMonitor, Duration.ofSeconds(5));
        assertThat(lastSent(Activity.class).busy()).as("load of the host").isNull();
        advance(idleMonitor, Duration.ofSeconds(10));
        procFiles.process(7, 1, 0, 90_010_000);
        advance(idleMonitor, Duration.ofSeconds(5));

        assertThat(lastSent(Activity.class).busy()).isEqualTo("disk 18.0 MB/s");
    }

    @Test
    void reapedChildIsNotCountedTwice() throws Exception {
        procFiles.pidNamespace("4026532000");
        procFiles.process(7, 0, 0, 0);
        procFiles.process(8, 100_000, 0, 1 << 30);
        IdleMonitor idleMonitor = idleMonitor();

        procFiles.removeProcess(8);
        procFiles.process(7, 0, 100_000, 1 << 30);
        advance(idleMonitor, Duration.ofSeconds(5));

        assertThat(lastSent(Activity.class).busy()).isNull();
    }

    @Test
    void unreapedProcessDoesNotHideOtherLoad() throws Exception {
        procFiles.pidNamespace("4026532000");
        procFiles.process(7, 0, 0, 0);
        procFiles.process(8, 100_000, 0, 0);
        IdleMonitor idleMonitor = idleMonitor();

        procFiles.removeProcess(8);
        procFiles.process(7, 500L * processors, 0, 0);
        advance(idleMonitor, Duration.ofSeconds(5));

        assertThat(lastSent(Activity.class).busy()).isEqualTo("cpu 100 %");
    }

    private static MachineLoad load(double processors) {
        return new MachineLoad(Duration.ofSeconds(5), processors, 0, 0, 0, false);
    }
}
