package io.jobarrays.contract.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class UntrustedArchiveTest {
    private static final long LIMIT = 1 << 20;
    private static final long TEBIBYTE = 1L << 40;

    /** Options of GNU tar for all its formats of sparse files. */
    private static final String GNU = "--format=gnu";

    private static final String PAX = "--format=posix --sparse-version=";

    @TempDir Path directory = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {GNU, PAX + "0.0", PAX + "0.1", PAX + "1.0"})
    void countsHolesOfSparseFiles(String options) throws Exception {
        sparse("small", 512 << 10);
        byte[] content = Files.readAllBytes(directory.resolve("small"));
        try (UntrustedArchive archive = open(tar(options, "small"))) {
            ArchivedEntry.File file = (ArchivedEntry.File) archive.next().orElseThrow();

            assertThat(file.name()).isEqualTo("small");
            assertThat(file.bytes()).isEqualTo(content.length);
            assertThat(archive.content().readAllBytes()).isEqualTo(content);
            assertThat(archive.next()).isEmpty();
        }

        sparse("huge", 1L << 30);
        byte[] huge = tar(options, "huge");
        assertThat(huge.length).isLessThan(1 << 10);
        assertTooLarge(huge, "unpacks to more than 1 MiB");
    }

    static Stream<Named<RawTar>> tooLarge() {
        RawTar links = new RawTar().file("large", LIMIT / 3);
        for (int i = 0; i < 3; i++) {
            links.hardLink("link" + i, i == 0 ? "./large" : "link" + (i - 1));
        }
        return Stream.of(
                Named.of("compressed zeros", new RawTar().file("zeros", LIMIT + 1)),
                Named.of("many files", new RawTar().file("a", LIMIT).file("b", 1)),
                Named.of("hard links to a large file", links),
                Named.of("hard link with content", new RawTar().entry('1', "a", "", LIMIT * 2, "")),
                Named.of(
                        "size in a PAX header",
                        new RawTar().pax('x', "size=" + TEBIBYTE).file("a", 0)),
                Named.of(
                        "size in a PAX header for all",
                        new RawTar().pax('g', "size=" + TEBIBYTE).file("a", 0)),
                Named.of(
                        "size of a sparse file",
                        new RawTar()
                                .pax(
                                        'x',
                                        "GNU.sparse.major=1",
                                        "GNU.sparse.minor=0",
                                        "GNU.sparse.name=a",
                                        "GNU.sparse.realsize=" + Integer.MAX_VALUE)
                                .entry('0', "a", "", 512, "1\n" + Integer.MAX_VALUE + "\n0\n")),
                Named.of(
                        "directory with content", new RawTar().entry('5', "d/", "", LIMIT * 2, "")),
                Named.of(
                        "long PAX header",
                        new RawTar().pax('x', "a=" + "b".repeat(2 << 20)).file("a", 0)),
                Named.of("long name", new RawTar().entry('L', "l", "", 3 << 20, "name")),
                Named.of("long target", new RawTar().entry('K', "l", "", 3 << 20, "name")),
                Named.of("records for all entries", manyRecords()));
    }

    private static RawTar manyRecords() {
        List<String> records = new ArrayList<>();
        for (int i = 0; i < 1100; i++) {
            records.add("key%d=value".formatted(i));
        }
        return new RawTar().pax('g', records.toArray(String[]::new)).file("a", 0);
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void refusesMoreThanTheLimit(RawTar tar) {
        assertThatThrownBy(() -> readAll(tar.bytes())).isInstanceOf(ArchiveTooLarge.class);
    }

    @Test
    void readsSparseFileOfManyPieces() throws Exception {
        int pieces = 50_000;
        StringBuilder map = new StringBuilder().append(pieces).append('\n');
        for (int i = 0; i < pieces; i++) {
            map.append(2 * i + 1).append("\n1\n");
        }
        long mapBytes = Math.ceilDiv(map.length(), 512) * 512L;
        byte[] packed =
                new RawTar()
                        .pax(
                                'x',
                                "GNU.sparse.major=1",
                                "GNU.sparse.minor=0",
                                "GNU.sparse.name=a",
                                "GNU.sparse.realsize=" + 2 * pieces)
                        .entry('0', "a", "", mapBytes + pieces, map.toString())
                        .bytes();

        assertThat(readAll(packed)).isEqualTo(1);
    }

    @Test
    void refusesOtherEntriesAndMalformedSizes() {
        for (char flag : "346VM".toCharArray()) {
            byte[] packed = new RawTar().entry(flag, "a", "", 0, "").bytes();
            assertThatThrownBy(() -> readAll(packed))
                    .as("flag %s", flag)
                    .isInstanceOf(UnsafeEntry.class);
        }
        for (String size : new String[] {"size=-1", "size=x", "GNU.sparse.size=-5"}) {
            byte[] packed = new RawTar().pax('x', size).file("a", 0).bytes();
            assertThatThrownBy(() -> readAll(packed)).as(size).isInstanceOf(IOException.class);
        }
    }

    @Test
    void closesWhatIsNoArchive() {
        AtomicBoolean closed = new AtomicBoolean();
        InputStream text =
                new ByteArrayInputStream("hello, this is text".getBytes(StandardCharsets.UTF_8)) {
                    @Override
                    public void close() {
                        closed.set(true);
                    }
                };

        assertThatThrownBy(() -> new UntrustedArchive(text, LIMIT, ""))
                .isInstanceOf(IOException.class);
        assertThat(closed).isTrue();
    }

    /** No damage leads to another failure than those that callers handle. */
    @Test
    void readsDamagedArchives() throws Exception {
        sparse("sparse", 100_000);
        Files.createSymbolicLink(directory.resolve("link"), Path.of("sparse"));
        Random random = new Random(7);
        for (String options : List.of(GNU, PAX + "0.0", PAX + "0.1", PAX + "1.0")) {
            byte[] tar = gunzip(tar(options, "sparse", "link"));
            for (int i = 0; i < 100; i++) {
                byte[] damaged = tar.clone();
                for (int n = random.nextInt(4); n >= 0; n--) {
                    damaged[random.nextInt(Math.min(tar.length, 4096))] =
                            (byte) random.nextInt(256);
                }
                try {
                    readAll(gzip(damaged));
                } catch (IOException | UnsafeEntry expected) {
                    assertThat(expected).isNotNull();
                }
            }
        }
    }

    private static void assertTooLarge(byte[] packed, String sentence) {
        assertThatThrownBy(() -> readAll(packed))
                .isInstanceOf(ArchiveTooLarge.class)
                .hasMessage(sentence);
    }

    private static UntrustedArchive open(byte[] packed) throws IOException {
        return new UntrustedArchive(new ByteArrayInputStream(packed), LIMIT, "");
    }

    private static int readAll(byte[] packed) throws IOException {
        int entries = 0;
        try (UntrustedArchive archive = open(packed)) {
            for (Optional<ArchivedEntry> entry = archive.next();
                    entry.isPresent();
                    entry = archive.next()) {
                entries++;
            }
        }
        return entries;
    }

    private static byte[] gunzip(byte[] packed) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] gzip(byte[] tar) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(tar);
        }
        return packed.toByteArray();
    }

    /** File with holes and three bytes that are none. */
    private void sparse(String name, long size) throws Exception {
        run("truncate", "-s", "" + size, name);
        run("sh", "-c", "printf x | dd of=%s bs=1 seek=70000 conv=notrunc".formatted(name));
        run("sh", "-c", "printf yz | dd of=%s bs=1 seek=9000 conv=notrunc".formatted(name));
    }

    private byte[] tar(String options, String... names) throws Exception {
        List<String> command = new ArrayList<>(List.of("tar", "--sparse", "-czf", "packed.tar.gz"));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of(names));
        run(command.toArray(String[]::new));
        return Files.readAllBytes(directory.resolve("packed.tar.gz"));
    }

    private void run(String... command) throws Exception {
        Process process =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
