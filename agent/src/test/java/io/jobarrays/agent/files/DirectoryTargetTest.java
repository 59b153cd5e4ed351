package io.jobarrays.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Sha256;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTargetTest {
    @TempDir Path temporary = Path.of("");
    private Path work = Path.of("");
    private Path target = Path.of("");

    @BeforeEach
    void createDirectories() throws Exception {
        work = Files.createDirectory(temporary.resolve("work"));
        target = temporary.resolve("array/0");
    }

    @Test
    void copiesFilesWithModesTimesLinksAndHoles() throws Exception {
        Path script = Files.writeString(work.resolve("run.sh"), "#!/bin/sh\n");
        FileTime time = FileTime.from(Instant.parse("2011-12-13T14:15:16Z"));
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));
        Files.setLastModifiedTime(script, time);
        Files.createDirectories(work.resolve("out/empty"));
        Files.createSymbolicLink(work.resolve("out/latest"), Path.of("../run.sh"));
        try (RandomAccessFile sparse =
                new RandomAccessFile(work.resolve("sparse").toFile(), "rw")) {
            sparse.setLength(64 << 20);
        }

        SentOutputs sent = send();
        SentOutputs again = send();

        Path copy = target.resolve("run.sh");
        assertThat(copy).hasContent("#!/bin/sh");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rwxr-x---");
        assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
        assertThat(target.resolve("out/empty")).isEmptyDirectory();
        assertThat(Files.readSymbolicLink(target.resolve("out/latest")))
                .isEqualTo(Path.of("../run.sh"));
        assertThat(target.resolve("sparse")).hasSize(64 << 20);
        assertThat(blocks(target.resolve("sparse"))).isLessThan(1_000);
        assertThat(sent.files())
                .contains(new ListedOutput("run.sh", 10, Sha256.of("#!/bin/sh\n")))
                .hasSize(2);
        assertThat(again).isEqualTo(sent);
        assertThat(target.toFile().list()).containsExactlyInAnyOrder("run.sh", "out", "sparse");
    }

    @Test
    void fileThatCannotBeReadCostsThatFileOnly() throws Exception {
        Files.createSymbolicLink(work.resolve("broken"), Path.of("/proc/self/mem"));
        Files.writeString(work.resolve("z"), "x");

        SentOutputs sent = send();

        assertThat(sent.files()).extracting(ListedOutput::name).containsExactly("z");
        assertThat(sent.outputs().unreadable())
                .containsExactly("broken cannot be read: Input/output error");
        assertThat(target.toFile().list()).containsExactly("z");
    }

    @Test
    void missingMountIsNoDirectoryOfTheMachine() {
        Path missing = temporary.resolve("not-mounted");

        assertThatThrownBy(() -> DirectoryTarget.create(missing, missing.resolve("a/0")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("the member has no directory " + missing);
        assertThat(missing).doesNotExist();
    }

    private static int blocks(Path file) throws Exception {
        Process stat = new ProcessBuilder("stat", "-c", "%b", "" + file).start();
        return Integer.parseInt(stat.inputReader().readLine());
    }

    private SentOutputs send() throws Exception {
        CollectedOutputs found = OutputCollector.collect(work, List.of("**"), new LaidOutFiles());
        return SentOutputs.send(
                found, () -> DirectoryTarget.create(temporary, target), FileRights.ofAgent());
    }
}
