package io.jobarrays.server.files.archives;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.files.TestMeters;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.StateDirectory;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchiveReaderTest {
    @TempDir Path state = Path.of("unset");

    static Stream<Named<UnaryOperator<TarGzFixture>>> safe() {
        return Stream.of(
                Named.of("newline in a name", tar -> tar.file("a\nb", "")),
                Named.of("files", tar -> tar.file("a", "").file("./b/c", "")),
                Named.of("names with dots", tar -> tar.file("..a", "").file("b..c/...", "")),
                Named.of("link beside", tar -> tar.file("a", "").link("b", "a")),
                Named.of("link up and down", tar -> tar.link("x/y/z", "../../x/./a")),
                Named.of("link to the top", tar -> tar.link("x/top", "..")));
    }

    @ParameterizedTest
    @MethodSource("safe")
    void acceptsEntriesInsideTheDirectory(UnaryOperator<TarGzFixture> entries) {
        assertThatCode(() -> put(entries)).doesNotThrowAnyException();
    }

    static Stream<Named<UnaryOperator<TarGzFixture>>> evil() {
        return Stream.of(
                Named.of("absolute name", tar -> tar.file("/etc/passwd", "")),
                Named.of("name going up", tar -> tar.file("../a", "")),
                Named.of("name going down and up", tar -> tar.file("a/../../b", "")),
                Named.of("hidden behind a dot", tar -> tar.file("./../a", "")),
                Named.of("absolute link", tar -> tar.link("a", "/etc")),
                Named.of("link going up", tar -> tar.link("a/b", "../../c")),
                Named.of("link down and up", tar -> tar.link("a/b", "c/../../../d")),
                Named.of("entry below a link", tar -> tar.link("a", "b").file("a/c", "")),
                Named.of("link over a directory", tar -> tar.file("a/c", "").link("a", "b")),
                Named.of("device", tar -> tar.device("null")));
    }

    @ParameterizedTest
    @MethodSource("evil")
    void refusesEntriesOutsideTheDirectory(UnaryOperator<TarGzFixture> entries) {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> put(entries))
                .withMessageStartingWith("the archive's entry \"")
                .withMessageEndingWith("pack the files of one directory only");
    }

    private void put(UnaryOperator<TarGzFixture> entries) {
        byte[] packed = entries.apply(new TarGzFixture()).bytes();
        new BundleStore(new StateDirectory(state), TestMeters.files(state), Clock.systemUTC())
                .put(Sha256.of(packed), new ByteArrayInputStream(packed));
    }
}
