package io.jobarrays.server.batch.retention;

import io.jobarrays.contract.ArrayId;
import io.jobarrays.server.arrays.EndedArrayRows;
import io.jobarrays.server.batch.rows.EndedExecutionRows;
import io.jobarrays.server.files.archives.BundleStore;
import io.jobarrays.server.files.archives.OutputStore;
import io.jobarrays.server.files.archives.ResumableUploads;
import io.jobarrays.server.files.logs.LogStore;
import io.jobarrays.server.instances.ControlPlaneId;
import io.jobarrays.server.state.NumberedEntries;
import io.jobarrays.server.state.StateDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Files of executions in the state directory: logs, outputs, uploads and bundles. */
@ApplicationScoped
class ExecutionFiles {
    /** From the upload of a bundle, or the question whether it is stored, to its submission. */
    private static final Duration BUNDLE_UNUSED = Duration.ofDays(1);

    private final StateDirectory state;
    private final LogStore logs;
    private final OutputStore outputs;
    private final ResumableUploads uploads;
    private final BundleStore bundles;
    private final EndedArrayRows arrays;
    private final EndedExecutionRows executions;
    private final ControlPlaneId controlPlane;

    ExecutionFiles(
            StateDirectory state,
            LogStore logs,
            OutputStore outputs,
            ResumableUploads uploads,
            BundleStore bundles,
            EndedArrayRows arrays,
            EndedExecutionRows executions,
            ControlPlaneId controlPlane) {
        this.state = state;
        this.logs = logs;
        this.outputs = outputs;
        this.uploads = uploads;
        this.bundles = bundles;
        this.arrays = arrays;
        this.executions = executions;
        this.controlPlane = controlPlane;
    }

    /** Bytes of all of them; reads each file's size. */
    long bytes() {
        return StateDirectory.bytes(state.path("logs")) + StateDirectory.bytes(state.path("blobs"));
    }

    /** Bytes of the files of arrays. */
    long bytes(List<String> arrayIds) {
        return arrayIds.stream().flatMap(this::directories).mapToLong(StateDirectory::bytes).sum();
    }

    /**
     * Deletes the files of arrays that have no rows any more.
     *
     * @return their bytes
     */
    long delete(List<String> arrayIds) {
        long bytes = bytes(arrayIds);
        arrayIds.forEach(
                id -> {
                    logs.delete(id);
                    outputs.delete(id);
                    uploads.delete(id);
                });
        return bytes;
    }

    /**
     * Deletes the files of arrays without rows, which a crash after the deletion of the rows has
     * left. Files that are older than the database are left alone: then the database is another
     * one.
     *
     * @return their bytes
     */
    long deleteOrphaned() {
        // The files before the rows: an array has its row before its first file.
        List<String> withFiles = withFiles();
        Set<String> known = arrays.existing(withFiles);
        return delete(withFiles.stream().filter(id -> !known.contains(id)).toList());
    }

    /**
     * Deletes the bundles that no execution and no array refers to.
     *
     * @return their bytes
     */
    long deleteUnusedBundles() {
        Set<String> referred = new HashSet<>(executions.bundles());
        referred.addAll(arrays.bundles());
        return bundles.deleteUnused(referred, BUNDLE_UNUSED);
    }

    private List<String> withFiles() {
        Instant database = controlPlane.createdAt();
        return roots().flatMap(root -> NumberedEntries.names(root).stream().map(root::resolve))
                .filter(path -> ArrayId.isOne(String.valueOf(path.getFileName())))
                .filter(path -> isYounger(path, database))
                .map(path -> String.valueOf(path.getFileName()))
                .distinct()
                .toList();
    }

    private static boolean isYounger(Path directory, Instant than) {
        try {
            return Files.getLastModifiedTime(directory).toInstant().isAfter(than);
        } catch (NoSuchFileException deleted) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the time of " + directory, e);
        }
    }

    private Stream<Path> directories(String arrayId) {
        return Stream.of(
                state.path("logs", arrayId),
                state.path("blobs", "outputs", arrayId),
                state.path("blobs", "uploads", arrayId));
    }

    private Stream<Path> roots() {
        return Stream.of(
                state.path("logs"), state.path("blobs", "outputs"), state.path("blobs", "uploads"));
    }
}
