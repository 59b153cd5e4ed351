package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.localcloud.base.MachineSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories and software of the host that instances see though they came after the start. */
class ExposedDirectoryTest {
    @Test
    void instancesReadButCannotWriteWhatIsExposedBeforeTheirStart(
            @TempDir Path state, @TempDir Path directory) throws Exception {
        Path odd = Files.createDirectories(directory.resolve("100% of \\ \"$HOME\" #1 ä"));
        Path later = Files.createDirectories(directory.resolve("later"));
        Files.writeString(odd.resolve("given"), "first\n");
        Files.writeString(later.resolve("given"), "second\n");
        Path list = state.resolve("exposed");
        try (MachinesFixture fixture = MachinesFixture.open(state, Optional.empty())) {
            Files.write(list, List.of(directory.resolve("missing").toString(), odd.toString()));
            String one =
                    fixture.run(
                            "cd " + directory + "/100* && cat given",
                            "echo x >made || echo x >>given; ls " + directory);
            Files.write(list, List.of(odd.toString(), later.toString()));
            String two = fixture.run("cat " + directory + "/*/given");

            assertThat(one)
                    .startsWith("first\n")
                    .contains("made: Read-only file system", "given: Read-only file system")
                    .endsWith("100% of \\ \"$HOME\" #1 ä\n");
            assertThat(two).isEqualTo("first\nsecond\n");
        }
        assertThat(odd.resolve("made")).doesNotExist();
        assertThat(odd.resolve("given")).hasContent("first\n");
    }

    @Test
    void newInstancesFindFilesOfEtcThatCameLater(@TempDir Path state, @TempDir Path etc)
            throws Exception {
        Files.writeString(etc.resolve("passwd"), "root:x:0:0:root:/root:/bin/bash\n");
        Files.writeString(etc.resolve("group"), "root:x:0:\n");
        Files.createDirectories(etc.resolve("alternatives"));
        String report =
                "cat /etc/libraries /etc/alternatives/* /etc/own 2>/dev/null; wc -l </etc/shadow";
        try (MachinesFixture fixture = MachinesFixture.openWithEtc(state, etc)) {
            MachineSpec early = fixture.spec("#!/bin/bash\necho own >/etc/own\npoweroff\n");
            fixture.start(early);
            fixture.end(early);
            Files.writeString(etc.resolve("libraries"), "new library\n");
            Files.createSymbolicLink(etc.resolve("alternatives/blas"), etc.resolve("libraries"));
            Files.writeString(etc.resolve("alternatives/sshd"), "new user\n");

            assertThat(fixture.run(report)).startsWith("new library\nnew user\n");
            Files.delete(etc.resolve("alternatives/sshd"));
            assertThat(fixture.run(report)).startsWith("new library\n").doesNotContain("new user");
        }
    }
}
