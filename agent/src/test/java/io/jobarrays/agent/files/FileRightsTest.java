package io.jobarrays.agent.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Outputs of work of another user than root. */
class FileRightsTest {
    /** Unprivileged user of every Linux, and its group. */
    private static final int USER = 65534;

    /** Second group of the user, which owns a file of root here. */
    private static final int OTHER_GROUP = 54321;

    private static final FileRights RIGHTS =
            FileRights.ofUser(USER, USER, List.of(USER, OTHER_GROUP));

    @TempDir Path temporary = Path.of("");
    private Path directory = Path.of("");
    private Path secret = Path.of("");

    @BeforeEach
    void createFiles() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")));
        allow(temporary, "rwxr-xr-x");
        directory = own(Files.createDirectory(temporary.resolve("work")));
        secret = Files.writeString(temporary.resolve("secret"), "of root");
        allow(secret, "rw-------");
        own(Files.writeString(directory.resolve("made"), "by the work"));
    }

    @Test
    void leavesOutWhatTheUserMayNotReadAndLinksThatLeadOut() throws Exception {
        Files.createLink(directory.resolve("hard"), secret);
        Path readable = Files.writeString(temporary.resolve("readable"), "x");
        link("out", "" + readable);
        link("shadow", "" + secret);
        link("etc", "/etc");
        link("proc", "/proc/self/environ");
        link("none", "/nowhere");
        Files.createDirectory(temporary.resolve("unseen"));
        allow(temporary.resolve("unseen"), "rwx------");
        link("far", "../unseen/x");
        link("inside", "made");
        Files.createDirectory(directory.resolve("closed"));
        allow(directory.resolve("closed"), "rwx------");
        Path grouped = Files.writeString(directory.resolve("grouped"), "x");
        Files.setAttribute(grouped, "unix:gid", OTHER_GROUP);
        allow(grouped, "rw-r-----");

        CollectedOutputs packed = pack(collect());

        assertThat(packed.entries().stream().map(OutputEntry::name))
                .containsExactly("closed", "grouped", "inside", "made");
        assertThat(packed.leftOut())
                .containsExactlyInAnyOrder(
                        "out is a link to %s, outside of the working directory (run-as)"
                                .formatted(readable),
                        "shadow is a link to %s, outside of the working directory (run-as)"
                                .formatted(secret),
                        "etc is a link to /etc, outside of the working directory (run-as)",
                        "proc is a link to /proc/self/environ, outside of the working directory (run-as)",
                        "far is a link to ../unseen/x, outside of the working directory (run-as)",
                        "none is a link to /nowhere, outside of the working directory (run-as)");
        assertThat(packed.unreadable())
                .containsExactlyInAnyOrder(
                        "closed cannot be read: %s: permission denied"
                                .formatted(directory.resolve("closed")),
                        "hard cannot be read: %s: permission denied"
                                .formatted(directory.resolve("hard")));
        assertThat(secret).hasContent("of root");
    }

    @Test
    void readsWithTheRightsOfTheUserWhenFilesAreExchangedMeanwhile() throws Exception {
        Files.createDirectory(directory.resolve("d"));
        Files.writeString(directory.resolve("d/secret"), "");
        CollectedOutputs found = collect();
        Files.delete(directory.resolve("made"));
        link("made", "" + secret);
        Files.delete(directory.resolve("d/secret"));
        Files.delete(directory.resolve("d"));
        Path closed = Files.createDirectory(temporary.resolve("closed"));
        Files.writeString(closed.resolve("secret"), "of root");
        allow(closed, "rwx------");
        link("d", "" + closed);

        CollectedOutputs packed = pack(found);

        assertThat(packed.entries().stream().map(OutputEntry::name)).containsExactly("d");
        assertThat(packed.unreadable()).hasSize(2).allMatch(it -> it.contains("permission denied"));
    }

    @Test
    void writesToTheTargetWithTheRightsOfTheUser() throws Exception {
        Path shared = own(Files.createDirectory(temporary.resolve("shared")));
        Path closed = Files.createDirectory(temporary.resolve("closed"));
        allow(closed, "rwxr-xr-x");
        Files.createSymbolicLink(shared.resolve("array"), closed);

        assertThatThrownBy(() -> send(shared, "array/0")).isInstanceOf(AccessDeniedException.class);
        assertThat(closed).isEmptyDirectory();

        assertThat(send(shared, "other/0").files()).hasSize(1);
        assertThat(shared.resolve("other/0/made")).hasContent("by the work");
        assertThat(Files.getAttribute(shared.resolve("other/0/made"), "unix:uid")).isEqualTo(USER);
    }

    private SentOutputs send(Path shared, String name) throws Exception {
        return SentOutputs.send(
                collect(), () -> DirectoryTarget.create(shared, shared.resolve(name)), RIGHTS);
    }

    private CollectedOutputs collect() throws Exception {
        return OutputCollector.collect(directory, List.of("**"), new LaidOutFiles(), RIGHTS);
    }

    private CollectedOutputs pack(CollectedOutputs found) throws Exception {
        Path archive = temporary.resolve("archive");
        Files.createFile(archive);
        allow(archive, "rw-------");
        return OutputArchive.pack(found, archive, RIGHTS);
    }

    private void link(String name, String target) throws IOException {
        own(Files.createSymbolicLink(directory.resolve(name), Path.of(target)));
    }

    private static void allow(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
    }

    private static Path own(Path path) throws IOException {
        return Files.setAttribute(path, "unix:uid", USER, LinkOption.NOFOLLOW_LINKS);
    }
}
