package io.jobarrays.server.files.archives;

import io.jobarrays.server.files.FileMeters;
import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongUnaryOperator;

/**
 * Stores the outputs of members: {@code blobs/outputs/{array}/{index}/{attempt}-{sha256}.tar.gz}
 * and {@code {attempt}.list} beside it. The list is renamed last, so an output is complete when its
 * list exists.
 */
@ApplicationScoped
public class OutputStore {
    private static final String LIST = ".list";
    private static final int MAX_FILE_BYTES = 1 << 20;

    /** Archives were checked when they were stored. */
    private static final long MAX_ARCHIVE_BYTES = 1L << 50;

    private final StateDirectory state;
    private final FileMeters meters;

    /** Bytes of the archives of each array that was asked for. */
    private final Map<String, ArrayBytes> bytes = new ConcurrentHashMap<>();

    public OutputStore(StateDirectory state, FileMeters meters) {
        this.state = state;
        this.meters = meters;
    }

    /** Bytes of the archives of one array; measuring them holds no other array. */
    private static final class ArrayBytes {
        private static final long UNKNOWN = -1;

        private final ReentrantLock lock = new ReentrantLock();
        private long sum = UNKNOWN;

        /** The sum, which {@code change} gets and replaces. */
        private long apply(LongUnaryOperator change) {
            lock.lock();
            try {
                sum = change.applyAsLong(sum);
                return sum;
            } finally {
                lock.unlock();
            }
        }
    }

    /** Stores one member's tar.gz; the same content changes nothing, other content replaces it. */
    void keep(String arrayId, int index, int attempt, StagedUpload upload, SizeLimit limit)
            throws IOException {
        Path directory = state.directory("blobs", "outputs", arrayId, Integer.toString(index));
        List<String> files = new ArchiveReader(upload.file(), limit).files();
        Output output = new Output(index, attempt, upload.sha256(), upload.bytes(), files);
        upload.moveTo(directory.resolve(archive(output)));
        writeList(directory, output);
        meters.outputStored(output.bytes());
        if (deleteArchives(directory, output)) {
            bytes.remove(arrayId);
        } else {
            bytes(arrayId, sum -> sum == ArrayBytes.UNKNOWN ? sum : sum + output.bytes());
        }
    }

    /** Bytes of all archives of an array, checkpoints too. */
    long bytes(String arrayId) {
        Path outputs = state.path("blobs", "outputs", arrayId);
        return bytes(
                arrayId, sum -> sum == ArrayBytes.UNKNOWN ? StateDirectory.bytes(outputs) : sum);
    }

    /** Files beside the outputs of an array have become larger by so many bytes. */
    void grown(String arrayId, long by) {
        bytes(arrayId, sum -> sum == ArrayBytes.UNKNOWN ? sum : sum + by);
    }

    private long bytes(String arrayId, LongUnaryOperator change) {
        return bytes.computeIfAbsent(arrayId, id -> new ArrayBytes()).apply(change);
    }

    /** Stores the list of one member's outputs, which are at {@code place}. */
    void keepList(String arrayId, int index, int attempt, StagedUpload upload, String place)
            throws IOException {
        Path directory = state.directory("blobs", "outputs", arrayId, Integer.toString(index));
        List<ListedFile> files =
                Files.readAllLines(upload.file()).stream().map(ListedFile::of).toList();
        Output output = Output.of(index, attempt, upload.sha256(), new Output.Remote(place, files));
        writeList(directory, output);
        if (deleteArchives(directory, output)) {
            bytes.remove(arrayId);
        }
    }

    /** Output of one attempt of an index. */
    Optional<Output> of(String arrayId, int index, int attempt) {
        Path directory = directory(arrayId, index);
        return NumberedEntries.in(directory, LIST).contains(attempt)
                ? Optional.of(read(directory, index, attempt))
                : Optional.empty();
    }

    /** Newest output of each index that has one, by index. */
    public List<Output> of(String arrayId) {
        return NumberedEntries.in(state.path("blobs", "outputs", arrayId), "").stream()
                .flatMap(index -> newest(arrayId, index).stream())
                .toList();
    }

    /** The tar.gz of the newest attempt of an index; empty also if its files are elsewhere. */
    public Optional<Path> open(String arrayId, int index) {
        return newest(arrayId, index)
                .filter(output -> output.remote().isEmpty())
                .map(output -> directory(arrayId, index).resolve(archive(output)));
    }

    /**
     * Content of one file of an archive, of 1 MiB at most; empty also if its files are elsewhere.
     */
    public Optional<byte[]> file(String arrayId, Output output, String name) {
        return output.remote().isPresent()
                ? Optional.empty()
                : new ArchiveReader(
                                directory(arrayId, output.index()).resolve(archive(output)),
                                SizeLimit.output(MAX_ARCHIVE_BYTES))
                        .content(name, MAX_FILE_BYTES);
    }

    /** Deletes all outputs and checkpoints of an array. */
    public void delete(String arrayId) {
        StateDirectory.delete(state.path("blobs", "outputs", arrayId));
        bytes.remove(arrayId);
    }

    private Optional<Output> newest(String arrayId, int index) {
        Path directory = directory(arrayId, index);
        return NumberedEntries.in(directory, LIST).stream()
                .max(Comparator.naturalOrder())
                .map(attempt -> read(directory, index, attempt));
    }

    private static Output read(Path directory, int index, int attempt) {
        try {
            return Output.of(index, attempt, Files.readAllLines(directory.resolve(attempt + LIST)));
        } catch (IOException e) {
            throw new UncheckedIOException("the list of outputs cannot be read", e);
        }
    }

    private static void writeList(Path directory, Output output) throws IOException {
        Path list = StateDirectory.newFile(directory);
        Files.write(list, output.lines(), StandardCharsets.UTF_8);
        StateDirectory.move(list, directory.resolve(output.attempt() + LIST));
    }

    /** Deletes other archives of the same attempt; returns whether there were any. */
    private static boolean deleteArchives(Path directory, Output kept) throws IOException {
        boolean deleted = false;
        for (String name : NumberedEntries.names(directory)) {
            if (name.startsWith(kept.attempt() + "-") && !name.equals(archive(kept))) {
                deleted |= Files.deleteIfExists(directory.resolve(name));
            }
        }
        return deleted;
    }

    private static String archive(Output output) {
        return output.attempt() + "-" + output.sha256() + ".tar.gz";
    }

    private Path directory(String arrayId, int index) {
        return state.path("blobs", "outputs", arrayId, Integer.toString(index));
    }
}
