package io.jobarrays.agent.idle;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.AgentMessage.Activity;
import io.jobarrays.contract.AgentMessage.IdleReached;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdleMonitorTest extends IdleMachineFixture {
    @Test
    void aBusyLoopIsSeenAlsoOnAMachineWithManyProcessors() throws Exception {
        IdleMonitor idleness = idleness();

        for (int second = 5; second <= 120; second += 5) {
            system.cpu(second * 100L);
            pass(idleness, Duration.ofSeconds(5));
        }

        assertThat(said(IdleReached.class)).isEmpty();
        assertThat(said(Activity.class).getFirst().busy()).startsWith("cpu ");
        assertThat(new MachineLoad(Duration.ofSeconds(5), 1, 0, 0, 0, false).reasons(10, 64))
                .hasToString("[cpu 1.0 of 64 processors]");
    }

    @Test
    void processorsBelowTheThresholdAreIdle() {
        assertThat(load(0.09 * 4).reasons(10, 4)).isEmpty();
        assertThat(load(0.11 * 4).reasons(10, 4)).hasToString("[cpu 11 %]");
        assertThat(load(0.8).reasons(90, 1)).isEmpty();
    }

    @Test
    void aMachineThatOnlyTalksToOthersIsBusyAndOneThatTalksToItselfIsNot() throws Exception {
        IdleMonitor idleness = idleness();
        system.network("ens5", 10_000_000);
        pass(idleness, Duration.ofSeconds(5));
        assertThat(last(Activity.class)).isEqualTo(new Activity("network 2.0 MB/s", 0));

        system.network("lo", 900_000_000);
        pass(idleness, Duration.ofSeconds(15));

        assertThat(last(Activity.class).busy()).isNull();
    }

    @Test
    void aMachineThatOnlyUsesItsDiskIsBusyWhateverTheDiskIsCalled() throws Exception {
        for (String disk : List.of("nvme1n1", "xvdf", "sdb", "vda", "xvda1")) {
            said.clear();
            system.disk(disk, 0);
            IdleMonitor idleness = idleness();

            system.disk(disk, 10_000);
            pass(idleness, Duration.ofSeconds(5));

            assertThat(last(Activity.class).busy()).as(disk).isEqualTo("disk 1.0 MB/s");
        }
    }

    @Test
    void whatHasBeenDoneBeforeIsNoActivityNow() throws Exception {
        system.cpu(999_999);
        system.network("ens5", 1L << 40);
        system.disk("nvme0n1", 1L << 40);

        IdleMonitor idleness = idleness();
        pass(idleness, Duration.ofSeconds(60));

        assertThat(said(IdleReached.class)).hasSize(1);
    }

    @Test
    void typingAtATerminalIsActivityAndAnOpenOneIsNot() throws Exception {
        Path terminal = Files.createFile(machine.resolve("dev/pts/0"));
        FileTime opened = FileTime.fromMillis(1_700_000_000_000L);
        Files.setAttribute(terminal, "lastAccessTime", opened);
        IdleMonitor idleness = idleness();
        pass(idleness, Duration.ofSeconds(50));

        Files.setAttribute(terminal, "lastAccessTime", FileTime.fromMillis(1_700_000_008_000L));
        pass(idleness, Duration.ofSeconds(55));
        assertThat(said(IdleReached.class)).isEmpty();
        pass(idleness, Duration.ofSeconds(10));

        assertThat(said(IdleReached.class)).containsExactly(new IdleReached(60));
    }

    @Test
    void typingInASessionIsActivity() throws Exception {
        IdleMonitor idleness = idleness();

        typed = 1;
        pass(idleness, Duration.ofSeconds(5));

        assertThat(last(Activity.class).busy()).isEqualTo("terminal input");
    }

    @Test
    void aGraphicsProcessorAtWorkIsActivity() throws Exception {
        Path program =
                Files.writeString(machine.resolve("nvidia-smi"), "#!/bin/sh\necho 0; echo 87\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        IdleMonitor idleness = idleness();

        pass(idleness, Duration.ofSeconds(5));

        assertThat(last(Activity.class).busy()).isEqualTo("gpu 87 %");
    }

    @Test
    void onASharedKernelTheProcessesAreAddedUp() throws Exception {
        system.pidNamespace("4026532000");
        system.process(7, 0, 0, 0);
        IdleMonitor idleness = idleness();

        system.cpu(999_999);
        system.disk("nvme0n1", 1L << 30);
        system.process(7, 1, 0, 10_000);
        pass(idleness, Duration.ofSeconds(5));
        assertThat(last(Activity.class).busy()).as("the host's load is not ours").isNull();
        pass(idleness, Duration.ofSeconds(10));
        system.process(7, 1, 0, 90_010_000);
        pass(idleness, Duration.ofSeconds(5));

        assertThat(last(Activity.class).busy()).isEqualTo("disk 18.0 MB/s");
    }

    @Test
    void whatAProcessUsedIsNotCountedAgainWhenItsParentTakesNoteOfItsEnd() throws Exception {
        system.pidNamespace("4026532000");
        system.process(7, 0, 0, 0);
        system.process(8, 100_000, 0, 1 << 30);
        IdleMonitor idleness = idleness();

        system.end(8);
        system.process(7, 0, 100_000, 1 << 30);
        pass(idleness, Duration.ofSeconds(5));

        assertThat(last(Activity.class).busy()).isNull();
    }

    @Test
    void aProcessThatVanishesUnaccountedHidesNobodyElsesWork() throws Exception {
        system.pidNamespace("4026532000");
        system.process(7, 0, 0, 0);
        system.process(8, 100_000, 0, 0);
        IdleMonitor idleness = idleness();

        system.end(8);
        system.process(7, 500L * processors, 0, 0);
        pass(idleness, Duration.ofSeconds(5));

        assertThat(last(Activity.class).busy()).isEqualTo("cpu 100 %");
    }

    private static MachineLoad load(double processors) {
        return new MachineLoad(Duration.ofSeconds(5), processors, 0, 0, 0, false);
    }
}
