package io.jobarrays.server.files.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.Sha256;
import io.jobarrays.server.files.TestMeters;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputStoreTest {
    private static final String ARRAY = "compute-20260113-abc123";

    @TempDir Path state = Path.of("unset");
    private OutputStore outputs =
            new OutputStore(new StateDirectory(state), TestMeters.files(state));

    @BeforeEach
    void open() {
        outputs = new OutputStore(new StateDirectory(state), TestMeters.files(state));
    }

    @Test
    void listsAndOpensOutput() throws IOException {
        byte[] packed = new TarGzFixture().file("shard-3.json", "{}").file("log/a", "x").bytes();

        keep(3, 1, packed);

        assertThat(outputs.of(ARRAY))
                .containsExactly(
                        new Output(
                                3,
                                1,
                                Sha256.of(packed),
                                packed.length,
                                List.of("shard-3.json", "log/a")));
        assertThat(outputs.open(ARRAY, 3).orElseThrow()).hasBinaryContent(packed);
        assertThat(outputs.open(ARRAY, 4)).isEmpty();
        assertThat(outputs.of("other-20260113-abc123")).isEmpty();
    }

    @Test
    void listsFilesThatMembersSentElsewhere() throws IOException {
        String line = Sha256.of("x") + " 1 a b.txt\n";
        put(3, 1, "an archive of the first attempt");

        keepList(3, 2, line + Sha256.of("yy") + " 3000000000 large\n");

        Output output = outputs.of(ARRAY).getFirst();
        assertThat(output.attempt()).isEqualTo(2);
        assertThat(output.bytes()).isEqualTo(3_000_000_001L);
        assertThat(output.files()).containsExactly("a b.txt", "large");
        assertThat(output.remote())
                .contains(
                        new Output.Remote(
                                "file:///d/a/3",
                                List.of(
                                        new ListedFile("a b.txt", 1, Sha256.of("x")),
                                        new ListedFile("large", 3_000_000_000L, Sha256.of("yy")))));
        assertThat(outputs.open(ARRAY, 3)).isEmpty();
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> keepList(4, 1, "no list"))
                .withMessageContaining("no list");
    }

    @Test
    void returnsNewestAttemptOfEachIndex() throws IOException {
        put(10, 1, "old");
        put(10, 2, "new");
        put(9, 1, "only");

        List<Output> listed = outputs.of(ARRAY);

        assertThat(listed).extracting(Output::index).containsExactly(9, 10);
        assertThat(listed).extracting(Output::attempt).containsExactly(1, 2);
    }

    @Test
    void replacesOutputOfTheSameAttempt() throws IOException {
        put(0, 1, "first");
        put(0, 1, "second");

        byte[] second = new TarGzFixture().file("a", "second").bytes();

        assertThat(outputs.open(ARRAY, 0).orElseThrow()).hasBinaryContent(second);
        assertThat(NumberedEntries.names(state.resolve("blobs/outputs/" + ARRAY + "/0")))
                .hasSize(2);
    }

    @Test
    void deletesAllFilesOfAnArray() throws IOException {
        put(0, 1, "a");

        outputs.delete(ARRAY);

        assertThat(outputs.of(ARRAY)).isEmpty();
    }

    @Test
    void refusesNameOutsideTheDirectory() {
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> outputs.open("../..", 0));
        assertThatExceptionOfType(Refusal.class).isThrownBy(() -> outputs.delete(".."));
    }

    private void put(int index, int attempt, String content) throws IOException {
        keep(index, attempt, new TarGzFixture().file("a", content).bytes());
    }

    private void keepList(int index, int attempt, String list) throws IOException {
        Path file = Files.writeString(state.resolve("list"), list);
        try (StagedUpload upload = StagedUpload.landed(file)) {
            outputs.keepList(ARRAY, index, attempt, upload, "file:///d/a/" + index);
        }
    }

    private void keep(int index, int attempt, byte[] packed) throws IOException {
        Path file = Files.write(StateDirectory.newFile(state), packed);
        try (StagedUpload upload = StagedUpload.landed(file)) {
            outputs.keep(ARRAY, index, attempt, upload, SizeLimit.output(1 << 20));
        }
    }
}
