package io.jobarrays.server.files.archives;

import io.jobarrays.server.state.StateDirectory;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Stores the newest checkpoint of each index: {@code
 * blobs/outputs/{array}/checkpoints/{index}.tar.gz}, among the outputs of the array, with which it
 * is counted and deleted. A rename replaces the one before.
 */
@ApplicationScoped
public class CheckpointStore {
    private final StateDirectory state;
    private final OutputStore outputs;

    public CheckpointStore(StateDirectory state, OutputStore outputs) {
        this.state = state;
        this.outputs = outputs;
    }

    void keep(String arrayId, int index, StagedUpload upload, SizeLimit limit) throws IOException {
        new ArchiveReader(upload.file(), limit).files();
        state.directory("blobs", "outputs", arrayId, "checkpoints");
        Path place = file(arrayId, index);
        long before = Files.exists(place) ? Files.size(place) : 0;
        upload.moveTo(place);
        outputs.grown(arrayId, upload.bytes() - before);
    }

    /** The tar.gz; empty before the first one. */
    public Optional<Path> open(String arrayId, int index) {
        return Optional.of(file(arrayId, index)).filter(Files::exists);
    }

    private Path file(String arrayId, int index) {
        return state.path("blobs", "outputs", arrayId, "checkpoints", index + ".tar.gz");
    }
}
