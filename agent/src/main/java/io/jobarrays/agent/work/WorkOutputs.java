package io.jobarrays.agent.work;

import io.jobarrays.agent.files.CollectedOutputs;
import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.OutputArchive;
import io.jobarrays.agent.files.OutputCollector;
import io.jobarrays.agent.server.AgentUpload;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.AgentMessage.Outputs;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Outputs of one work: collected, packed and uploaded when it has ended. */
final class WorkOutputs {
    /** Limit of one member's outputs, before compression. */
    static final long MAX_OUTPUT_BYTES = 256L << 20;

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

    /** Returns null, or the problem, which does not change the exit. */
    @Nullable String keep() throws InterruptedException {
        if (record.work().collect().isEmpty()) {
            return null;
        }
        unkept.set(Outputs.UPLOADING);
        try {
            String note = upload();
            unkept.clear();
            return note;
        } catch (Refusal e) {
            return notKept(e.sentence());
        } catch (IOException e) {
            return notKept("collect: " + e);
        }
    }

    private String notKept(String problem) {
        unkept.set(problem);
        return problem;
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
        if (found.bytes() > MAX_OUTPUT_BYTES) {
            throw new Refusal(
                    "collect: the files have %d MiB, more than the %d MiB a member may keep: nothing was kept"
                            .formatted(
                                    (found.bytes() + (1 << 20) - 1) >> 20, MAX_OUTPUT_BYTES >> 20));
        }
        return found.isEmpty() ? found : OutputArchive.pack(found, archive);
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
}
