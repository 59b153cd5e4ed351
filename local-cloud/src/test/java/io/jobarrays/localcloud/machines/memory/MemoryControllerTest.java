package io.jobarrays.localcloud.machines.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories that look like the kernel's. */
class MemoryControllerTest {
    private static final List<String> PROCESS =
            List.of("4:memory:/service", "9:name=systemd:/", "0::/user.slice");

    @TempDir private Path hierarchies = Path.of("");

    @Test
    void ownCgroupIsUsedOfVersion1() throws IOException {
        version1("memory");
        Path own = version1("memory/service");

        assertThat(MemoryController.find(hierarchies, PROCESS))
                .contains(new MemoryController(own, "memory.limit_in_bytes"));
    }

    @Test
    void theRootOfVersion1IsUsedWhereTheOwnCgroupIsNotVisible() throws IOException {
        Path root = version1("memory");

        assertThat(MemoryController.find(hierarchies, PROCESS))
                .contains(new MemoryController(root, "memory.limit_in_bytes"));
    }

    @Test
    void groupsOfVersion2GetTheController() throws IOException {
        Files.writeString(hierarchies.resolve("cgroup.controllers"), "cpu memory");
        Files.writeString(hierarchies.resolve("cgroup.procs"), "");
        Files.writeString(hierarchies.resolve("cgroup.subtree_control"), "cpu");

        MemoryController found = MemoryController.find(hierarchies, PROCESS).orElseThrow();

        assertThat(found.isVersion2()).isTrue();
        // This directory is none of the kernel's, which would have the files of a cgroup.
        assertThatThrownBy(() -> found.createGroup("group")).isInstanceOf(IOException.class);
        assertThat(hierarchies.resolve("cgroup.subtree_control")).hasContent("+memory");
        assertThat(hierarchies.resolve("group")).doesNotExist();
    }

    @Test
    void nothingIsFoundWithoutTheController() throws IOException {
        Files.createDirectories(hierarchies.resolve("unified"));

        assertThat(MemoryController.find(hierarchies, PROCESS)).isEmpty();
    }

    @Test
    void groupsOfEndedProcessesAreRemoved() throws IOException {
        long pid = ProcessHandle.current().pid();
        // Process ids are below 2^22.
        Path ended = Files.createDirectories(hierarchies.resolve("cloud-9999999-1/i-1"));
        Path alive = Files.createDirectories(hierarchies.resolve("cloud-" + pid + "-1"));
        Path other = Files.createDirectories(hierarchies.resolve("other-9999999-1"));

        CgroupTree.removeEnded(hierarchies, "cloud-");

        assertThat(ended.getParent()).doesNotExist();
        assertThat(alive).exists();
        assertThat(other).exists();
    }

    private Path version1(String name) throws IOException {
        Path cgroup = Files.createDirectories(hierarchies.resolve(name));
        Files.writeString(cgroup.resolve("memory.limit_in_bytes"), "9223372036854771712");
        Files.writeString(cgroup.resolve("cgroup.procs"), "");
        return cgroup;
    }
}
