package io.jobarrays.localcloud.machines;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Directories of the host that every real machine can write. */
class SharedDirectoryTest {
    @Test
    void instancesReadAndWriteSharedDirectoriesAtTheSamePath(
            @TempDir Path state, @TempDir Path directory) throws Exception {
        Path odd = Files.createDirectories(directory.resolve("100% of \\ \"$HOME\" #1 ä"));
        Path plain = Files.createDirectories(directory.resolve("plain"));
        Files.writeString(plain.resolve("given"), "from the host\n");
        try (MachinesFixture fixture = MachinesFixture.openWithShared(state, plain, odd)) {
            String first =
                    fixture.run(
                            "cd " + plain + " && cat given && echo made >made",
                            "cd ../100* && echo made >made && cd .. && ls");
            String second = fixture.run("cat " + directory + "/*/made");

            assertThat(first).isEqualTo("from the host\n" + odd.getFileName() + "\nplain\n");
            assertThat(second).isEqualTo("made\nmade\n");
        }

        assertThat(Files.readString(plain.resolve("made"))).isEqualTo("made\n");
        assertThat(Files.readString(odd.resolve("made"))).isEqualTo("made\n");
    }
}
