package io.jobarrays.server.files.archives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.files.TestMeters;
import io.jobarrays.server.files.archives.ResumableUploads.Progress;
import io.jobarrays.server.problems.Refused;
import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.runtime.configuration.MemorySize;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumableUploadsTest {
    private static final long LIMIT = 256L << 20;
    private static final String ARRAY = "compute-20260113-abc123";
    private static final byte[] PACKED = new TarGzFixture().file("a", "some content").bytes();
    private static final ResumableUploads.Name NAME =
            new ResumableUploads.Name(ARRAY, 3, 2, Sha256.of(PACKED));

    @TempDir Path state = Path.of("unset");
    private OutputStore outputs =
            new OutputStore(new StateDirectory(state), TestMeters.files(state));
    private CheckpointStore checkpoints = new CheckpointStore(new StateDirectory(state), outputs);
    private ResumableUploads uploads = uploads(Clock.systemUTC());

    @BeforeEach
    void open() {
        outputs = new OutputStore(new StateDirectory(state), TestMeters.files(state));
        checkpoints = new CheckpointStore(new StateDirectory(state), outputs);
        uploads = uploads(Clock.systemUTC());
    }

    @Test
    void resumesInterruptedUpload() throws IOException {
        assertThat(uploads.offset(NAME)).isEmpty();
        assertThat(uploads.add(NAME, 0, PACKED.length, LIMIT, body(0, 30)))
                .isEqualTo(new Progress.Taken(30));

        open();
        assertThat(uploads.offset(NAME)).contains(30L);
        assertThat(uploads.add(NAME, 30, PACKED.length, LIMIT, body(30, PACKED.length)))
                .isEqualTo(new Progress.Complete(PACKED.length));

        assertThat(outputs.open(ARRAY, 3).orElseThrow()).hasBinaryContent(PACKED);
        assertThat(partials()).isEmpty();
    }

    @Test
    void keepsBytesReceivedBeforeTheConnectionBroke() {
        InputStream broken =
                new SequenceInputStream(
                        body(0, 30),
                        new InputStream() {
                            @Override
                            public int read() throws IOException {
                                throw new IOException("reset");
                            }

                            @Override
                            public int read(byte[] target, int from, int length)
                                    throws IOException {
                                return read();
                            }
                        });

        assertThatIOException()
                .isThrownBy(() -> uploads.add(NAME, 0, PACKED.length, LIMIT, broken));

        assertThat(uploads.offset(NAME)).contains(30L);
    }

    @Test
    void answersWrongOffsetWithTheNextOne() throws IOException {
        uploads.add(NAME, 0, PACKED.length, LIMIT, body(0, 30));

        assertThat(uploads.add(NAME, 20, PACKED.length, LIMIT, body(20, 40)))
                .isEqualTo(new Progress.Elsewhere(30));
        assertThat(uploads.offset(NAME)).contains(30L);
    }

    @Test
    void acceptsRepeatOfCompleteUpload() throws IOException {
        uploads.add(NAME, 0, PACKED.length, LIMIT, body(0, PACKED.length));

        assertThat(uploads.offset(NAME)).contains((long) PACKED.length);
        assertThat(uploads.add(NAME, PACKED.length, PACKED.length, LIMIT, body(0, 0)))
                .isEqualTo(new Progress.Complete(PACKED.length));
    }

    @Test
    void deletesArchiveWithOtherHash() {
        ResumableUploads.Name other = new ResumableUploads.Name(ARRAY, 3, 2, "0".repeat(64));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () -> uploads.add(other, 0, PACKED.length, LIMIT, body(0, PACKED.length)))
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(422));

        assertThat(uploads.offset(other)).isEmpty();
        assertThat(outputs.of(ARRAY)).isEmpty();
    }

    @Test
    void newerCheckpointReplacesTheOneBefore() throws IOException {
        byte[] newer = new TarGzFixture().file("a", "more content").bytes();
        uploads.add(checkpoint(1, PACKED), 0, PACKED.length, LIMIT, body(0, PACKED.length));

        uploads.add(checkpoint(2, newer), 0, newer.length, LIMIT, body(newer, 0, 20));
        assertThat(checkpoints.open(ARRAY, 3).orElseThrow()).hasBinaryContent(PACKED);
        uploads.add(checkpoint(2, newer), 20, newer.length, LIMIT, body(newer, 20, newer.length));

        assertThat(checkpoints.open(ARRAY, 3).orElseThrow()).hasBinaryContent(newer);
        assertThat(checkpoints.open(ARRAY, 4)).isEmpty();
        assertThat(outputs.of(ARRAY)).isEmpty();
    }

    @Test
    void checkpointLeavesUnfinishedOutputsAsTheyAre() throws IOException {
        uploads.add(NAME, 0, PACKED.length, LIMIT, body(0, 30));

        uploads.add(checkpoint(2, PACKED), 0, PACKED.length, LIMIT, body(0, PACKED.length));

        assertThat(uploads.offset(NAME)).contains(30L);
    }

    @Test
    void refusesCheckpointsWithUnsafeEntriesAndAboveTheLimit() {
        byte[] unsafe = new TarGzFixture().file("../a", "x").bytes();
        ResumableUploads.Name name = checkpoint(1, unsafe);

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () ->
                                uploads.add(
                                        name,
                                        0,
                                        unsafe.length,
                                        LIMIT,
                                        body(unsafe, 0, unsafe.length)));
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> uploads.add(name, 0, 9L << 20, 1 << 20, body(0, 9)))
                .withMessageContaining(
                        "a checkpoint of one member (--collect-limit) may hold 1 MiB");
        assertThat(checkpoints.open(ARRAY, 3)).isEmpty();
    }

    @Test
    void deletesCheckpointsWithTheOutputsOfTheArray() throws IOException {
        uploads.add(checkpoint(1, PACKED), 0, PACKED.length, LIMIT, body(0, PACKED.length));
        assertThat(outputs.bytes(ARRAY)).isEqualTo(PACKED.length);
        byte[] newer = new TarGzFixture().file("a", "more content").bytes();
        uploads.add(checkpoint(1, newer), 0, newer.length, LIMIT, body(newer, 0, newer.length));
        assertThat(outputs.bytes(ARRAY)).isEqualTo(newer.length);

        outputs.delete(ARRAY);

        assertThat(checkpoints.open(ARRAY, 3)).isEmpty();
    }

    private static ResumableUploads.Name checkpoint(int attempt, byte[] archive) {
        return new ResumableUploads.Name(
                ARRAY, 3, attempt, Sha256.of(archive), UploadContent.CHECKPOINT);
    }

    private static InputStream body(byte[] archive, int from, int to) {
        return new ByteArrayInputStream(archive, from, to - from);
    }

    @Test
    void refusesMoreThanAnArrayMayKeep() throws IOException {
        ResumableUploads limited =
                new ResumableUploads(
                        new StateDirectory(state),
                        outputs,
                        checkpoints,
                        Clock.systemUTC(),
                        Optional.of(new MemorySize(BigInteger.valueOf(PACKED.length + 10))));
        limited.add(NAME, 0, PACKED.length, LIMIT, body(0, PACKED.length));
        ResumableUploads.Name next = new ResumableUploads.Name(ARRAY, 4, 1, Sha256.of(PACKED));

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(
                        () -> limited.add(next, 0, PACKED.length, LIMIT, body(0, PACKED.length)))
                .withMessageContaining("spawn.outputs-per-array")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
        assertThat(limited.add(NAME, PACKED.length, PACKED.length, LIMIT, body(0, 0)))
                .isEqualTo(new ResumableUploads.Progress.Complete(PACKED.length));
    }

    @Test
    void refusesWhatTheDiskCannotTake() {
        long disk = Long.MAX_VALUE >> 8;

        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> uploads.add(NAME, 0, disk, disk, body(0, 30)))
                .withMessageContaining("do not fit on the disk of the control plane")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
        assertThat(uploads.offset(NAME)).isEmpty();
    }

    @Test
    void refusesOversizedUploadBeforeReading() {
        assertThatExceptionOfType(Refused.class)
                .isThrownBy(() -> uploads.add(NAME, 0, 300L << 20, LIMIT, body(0, 30)))
                .withMessageContaining("256 MiB")
                .satisfies(refused -> assertThat(refused.status()).isEqualTo(413));
        assertThat(uploads.offset(NAME)).isEmpty();
    }

    @Test
    void keepsOneUploadPerMember() throws IOException {
        ResumableUploads.Name next = new ResumableUploads.Name(ARRAY, 3, 3, Sha256.of(PACKED));

        uploads.add(NAME, 0, PACKED.length, LIMIT, body(0, 30));
        uploads.add(next, 0, PACKED.length, LIMIT, body(0, 20));

        assertThat(partials()).containsExactly("3-" + NAME.sha256());
    }

    @Test
    void newerCallReplacesHangingOne() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        InputStream hanging =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }

                    @Override
                    public int read(byte[] target, int from, int length) throws IOException {
                        inside.countDown();
                        try {
                            released.await();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                        target[from] = 'x';
                        return 1;
                    }
                };
        Thread hung =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        uploads.add(NAME, 0, PACKED.length, LIMIT, hanging);
                                    } catch (IOException e) {
                                        throw new IllegalStateException(e);
                                    }
                                });
        inside.await();

        assertThat(uploads.add(NAME, 0, PACKED.length, LIMIT, body(0, PACKED.length)))
                .isEqualTo(new Progress.Complete(PACKED.length));
        released.countDown();
        hung.join();

        assertThat(outputs.open(ARRAY, 3).orElseThrow()).hasBinaryContent(PACKED);
    }

    @Test
    void deletesUploadAfterADayAndRestrictsAccess() throws IOException {
        uploads.add(NAME, 0, PACKED.length, LIMIT, body(0, 30));
        Path file = state.resolve("blobs/uploads/" + ARRAY + "/3/2-" + NAME.sha256());
        assertThat(Files.getPosixFilePermissions(file)).hasSize(2);

        uploads.forget();
        assertThat(partials()).hasSize(1);
        uploads(Clock.offset(Clock.systemUTC(), Duration.ofHours(25))).forget();

        assertThat(partials()).isEmpty();
    }

    private ResumableUploads uploads(Clock clock) {
        return new ResumableUploads(
                new StateDirectory(state), outputs, checkpoints, clock, Optional.empty());
    }

    private List<String> partials() {
        return NumberedEntries.names(state.resolve("blobs/uploads/" + ARRAY + "/3"));
    }

    private static InputStream body(int from, int to) {
        return new ByteArrayInputStream(PACKED, from, to - from);
    }
}
