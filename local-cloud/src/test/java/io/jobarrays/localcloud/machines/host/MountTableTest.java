package io.jobarrays.localcloud.machines.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class MountTableTest {
    private static final Path STATE = Path.of("/home/ada/.local/state/spawn");

    @Test
    void pathOfASingleMountHasOneView() {
        MountTable mounts =
                MountTable.of(
                        List.of(
                                "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
                                "23 22 0:20 / /proc rw - proc proc rw"));

        assertThat(mounts.views(STATE)).containsExactly(STATE);
    }

    @Test
    void bindMountedHomeIsAlsoSeenAtItsSource() {
        MountTable mounts =
                MountTable.of(
                        List.of(
                                "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
                                "30 22 8:1 /opt/homes /home rw - ext4 /dev/sda1 rw"));

        assertThat(mounts.views(STATE))
                .containsExactly(STATE, Path.of("/opt/homes/ada/.local/state/spawn"));
    }

    @Test
    void fileSystemMountedTwiceIsSeenTwice() {
        MountTable mounts =
                MountTable.of(
                        List.of(
                                "22 1 8:1 / / rw - ext4 /dev/sda1 rw",
                                "30 22 8:2 / /home rw - ext4 /dev/sdb rw",
                                "31 22 8:2 /ada /var/lib/of\\040ada rw - ext4 /dev/sdb rw"));

        assertThat(mounts.views(STATE))
                .containsExactly(STATE, Path.of("/var/lib/of ada/.local/state/spawn"));
    }
}
