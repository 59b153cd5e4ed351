package io.jobarrays.agent.work;

import io.jobarrays.agent.files.CollectedOutputs;
import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.OutputArchive;
import io.jobarrays.agent.files.OutputCollector;
import io.jobarrays.agent.server.AgentUpload;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.agent.server.UploadTooLarge;
import io.jobarrays.contract.AgentMessage.Outputs;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Outputs of one work: collected, packed and uploaded when it has ended. */
final class WorkOutputs {
    /** Limit of one member's outputs, before compression, of a server that sends none. */
    private static final long DEFAULT_LIMIT_BYTES = 256L << 20;

    /** Longer lists are cut off. */
    private static final int MAX_LISTED = 5;

    private final WorkRecord record;
    private final ServerFiles serverFiles;
    private final UnkeptOutputs unkept;

    WorkOutputs(WorkRecord record, ServerFiles serverFiles, UnkeptOutputs unkept) {
        this.record = record;
        this.serverFiles = serverFiles;
        this.unkept = unkept;
    }

    /**
     * What became of the outputs.
     *
     * @param failure exit of a work that succeeded otherwise; null when its outputs are kept
     * @param problem sentence for the user; null when there is nothing to say
     */
    record Kept(@Nullable ExitReason failure, @Nullable String problem) {}

    Kept keep() throws InterruptedException {
        if (record.work().collect().isEmpty()) {
            return new Kept(null, null);
        }
        unkept.set(Outputs.UPLOADING);
        try {
            String note = upload();
            unkept.clear();
            return new Kept(null, note);
        } catch (UploadTooLarge e) {
            return notKept(ExitReason.Plain.OUTPUT_TOO_LARGE, e.sentence());
        } catch (Refusal e) {
            return notKept(ExitReason.Plain.OUTPUT_MISSING, e.sentence());
        } catch (IOException e) {
            return notKept(ExitReason.Plain.OUTPUT_MISSING, "collect: " + e);
        }
    }

    private Kept notKept(ExitReason failure, String problem) {
        unkept.set(problem);
        return new Kept(failure, problem);
    }

    /** Packs the outputs once, so that a later agent resumes the upload of the same archive. */
    private @Nullable String upload() throws IOException, InterruptedException {
        Path archive = record.directory().resolve("outputs.tar.gz");
        String note = null;
        if (!Files.exists(archive)) {
            CollectedOutputs packed = pack(archive.resolveSibling("outputs.new"));
            note = note(packed);
            if (packed.isEmpty()) {
                return note;
            }
            Files.move(
                    archive.resolveSibling("outputs.new"), archive, StandardCopyOption.ATOMIC_MOVE);
        }
        AgentUpload.uploadOutputs(serverFiles, record.work().attempt(), archive);
        Files.delete(archive);
        return note;
    }

    private CollectedOutputs pack(Path archive) throws IOException {
        CollectedOutputs found =
                OutputCollector.collect(
                        record.workingDirectory(),
                        record.work().collect(),
                        LaidOutFiles.read(record.laidOutFiles()));
        long limit = Objects.requireNonNullElse(record.work().collectLimit(), DEFAULT_LIMIT_BYTES);
        if (found.bytes() > limit) {
            throw new UploadTooLarge(
                    "collect: the files have %s, more than the %s that a member may keep (--collect-limit): nothing was kept"
                            .formatted(mebibytes(found.bytes()), mebibytes(limit)));
        }
        if (found.isEmpty()) {
            return found;
        }
        try {
            return OutputArchive.pack(found, archive);
        } catch (IOException e) {
            // Where the disk is full, the rest of the work's life needs the space.
            Files.deleteIfExists(archive);
            throw e;
        }
    }

    private @Nullable String note(CollectedOutputs outputs) {
        List<String> leftOut = outputs.leftOut();
        if (!leftOut.isEmpty()) {
            int more = leftOut.size() - MAX_LISTED;
            return "collect: left out: "
                    + String.join("; ", leftOut.subList(0, Math.min(MAX_LISTED, leftOut.size())))
                    + (more > 0 ? "; and %d more".formatted(more) : "");
        }
        return outputs.isEmpty()
                ? "collect: the work made no file that matches "
                        + String.join(" ", record.work().collect())
                : null;
    }

    /** Rounded up, so that more than a limit is never shown as the limit. */
    private static String mebibytes(long bytes) {
        return "%d MiB".formatted((bytes + (1 << 20) - 1) >> 20);
    }
}
