package io.jobarrays.server.files.archives;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Resumable uploads of outputs, {@code blobs/uploads/{array}/{index}/{attempt}-{sha256}}, and of
 * checkpoints, {@code blobs/uploads/{array}/checkpoint-{index}/…}: one of each per member, deleted
 * after a day.
 */
@ApplicationScoped
public class ResumableUploads {
    private static final Duration UPLOAD_RETENTION = Duration.ofDays(1);
    private static final int BUFFER_BYTES = 64 * 1024;

    private final StateDirectory state;
    private final OutputStore outputs;
    private final CheckpointStore checkpoints;
    private final Clock clock;
    private final Optional<MemorySize> perArray;

    private final UploadWriters writers = new UploadWriters();

    public ResumableUploads(
            StateDirectory state,
            OutputStore outputs,
            CheckpointStore checkpoints,
            Clock clock,
            @ConfigProperty(name = "spawn.outputs-per-array") Optional<MemorySize> perArray) {
        this.perArray = perArray;
        this.state = state;
        this.outputs = outputs;
        this.checkpoints = checkpoints;
        this.clock = clock;
    }

    /** One file of one member. */
    public record Name(
            String arrayId, int index, int attempt, String sha256, UploadContent content) {
        public Name {
            Sha256.checked(sha256);
        }

        public Name(String arrayId, int index, int attempt, String sha256) {
            this(arrayId, index, attempt, sha256, UploadContent.OUTPUTS);
        }
    }

    /** Result of one piece. */
    public sealed interface Progress {
        /** Accepted; the next piece begins at {@code offset}. */
        record Taken(long offset) implements Progress {}

        /** Complete, and the SHA-256 is as announced. */
        record Complete(long offset) implements Progress {}

        /** Refused: the piece does not begin at {@code offset}. */
        record Elsewhere(long offset) implements Progress {}
    }

    /** Bytes received so far. */
    public Optional<Long> offset(Name name) {
        Optional<Long> kept = kept(name);
        return kept.isPresent() ? kept : size(file(name));
    }

    /**
     * Appends {@code body}; bytes received before a broken connection are kept.
     *
     * @param total bytes of the complete file
     * @param most most bytes of the files in it, before compression
     * @throws io.jobarrays.server.problems.Refused if it is larger, or the disk cannot take it
     */
    public Progress add(Name name, long offset, long total, long most, InputStream body)
            throws IOException {
        SizeLimit limit = limit(name.content(), most);
        limit.checkPacked(total);
        Optional<Long> kept = kept(name);
        if (kept.isPresent()) {
            return new Progress.Complete(kept.get());
        }
        perArray.ifPresent(
                all ->
                        SizeLimit.checkArray(
                                all.asLongValue(), outputs.bytes(name.arrayId()), total));
        Path file = file(name);
        Path directory = directory(name);
        long at;
        try (UploadWriters.Writer writer = writers.open(directory)) {
            writer.run(() -> discardOthers(directory, file));
            limit.checkDisk(directory, total - offset);
            at = size(file).orElse(0L);
            if (at != offset) {
                return new Progress.Elsewhere(at);
            }
            at = copy(body, file, writer, at, total);
        }
        if (at < total) {
            return new Progress.Taken(at);
        }
        complete(name, file, limit);
        return new Progress.Complete(at);
    }

    /** Deletes what was received of uploads of an array. */
    public void delete(String arrayId) {
        StateDirectory.delete(state.path("blobs", "uploads", arrayId));
    }

    @Scheduled(every = "1h", delayed = "7m")
    void forget() throws IOException {
        Instant old = clock.instant().minus(UPLOAD_RETENTION);
        Path all = state.path("blobs", "uploads");
        for (String array : NumberedEntries.names(all)) {
            for (String index : NumberedEntries.names(all.resolve(array))) {
                Path member = all.resolve(array).resolve(index);
                for (String name : NumberedEntries.names(member)) {
                    Path file = member.resolve(name);
                    if (Files.getLastModifiedTime(file).toInstant().isBefore(old)) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        }
    }

    /** An upload of another archive discards the unfinished one before. */
    private static void discardOthers(Path directory, Path file) throws IOException {
        for (String other : NumberedEntries.names(directory)) {
            if (!directory.resolve(other).equals(file)) {
                Files.deleteIfExists(directory.resolve(other));
            }
        }
    }

    private static long copy(
            InputStream body, Path file, UploadWriters.Writer writer, long from, long total)
            throws IOException {
        long at = from;
        byte[] piece = new byte[BUFFER_BYTES];
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                        StateDirectory.OWNER_FILE)) {
            for (int n = body.read(piece); n >= 0 && at + n <= total; n = body.read(piece)) {
                ByteBuffer bytes = ByteBuffer.wrap(piece, 0, n);
                long position = at;
                if (!writer.run(() -> write(channel, bytes, position))) {
                    break;
                }
                at += n;
            }
        }
        return at;
    }

    private static void write(FileChannel channel, ByteBuffer piece, long from) throws IOException {
        long position = from;
        while (piece.hasRemaining()) {
            position += channel.write(piece, position);
        }
    }

    /** Deletes an archive with another SHA-256 than announced or with unsafe entry names. */
    private void complete(Name name, Path file, SizeLimit limit) throws IOException {
        try (StagedUpload upload = StagedUpload.landed(file)) {
            upload.mustBe(name.sha256());
            switch (name.content()) {
                case UploadContent.Outputs all ->
                        outputs.keep(name.arrayId(), name.index(), name.attempt(), upload, limit);
                case UploadContent.OutputList list ->
                        outputs.keepList(
                                name.arrayId(), name.index(), name.attempt(), upload, list.place());
                case UploadContent.Checkpoint one ->
                        checkpoints.keep(name.arrayId(), name.index(), upload, limit);
            }
        }
    }

    private static SizeLimit limit(UploadContent content, long most) {
        return switch (content) {
            case UploadContent.Outputs all -> SizeLimit.output(most);
            case UploadContent.OutputList list -> SizeLimit.OUTPUT_LIST;
            case UploadContent.Checkpoint one -> SizeLimit.checkpoint(most);
        };
    }

    /** A checkpoint is sent again when its answer was lost. */
    private Optional<Long> kept(Name name) {
        if (name.content() instanceof UploadContent.Checkpoint) {
            return Optional.empty();
        }
        return outputs.of(name.arrayId(), name.index(), name.attempt())
                .filter(output -> output.sha256().equals(name.sha256()))
                .map(Output::bytes);
    }

    private static Optional<Long> size(Path file) {
        try {
            return Files.exists(file) ? Optional.of(Files.size(file)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot see " + file, e);
        }
    }

    private Path directory(Name name) {
        return state.directory("blobs", "uploads", name.arrayId(), member(name));
    }

    private Path file(Name name) {
        return state.path(
                "blobs",
                "uploads",
                name.arrayId(),
                member(name),
                name.attempt() + "-" + name.sha256());
    }

    /** Outputs and checkpoint of a member may be on their way at the same time. */
    private static String member(Name name) {
        boolean checkpoint = name.content() instanceof UploadContent.Checkpoint;
        return (checkpoint ? "checkpoint-" : "") + name.index();
    }
}
