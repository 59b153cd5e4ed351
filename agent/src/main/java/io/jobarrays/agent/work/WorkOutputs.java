package io.jobarrays.agent.work;

import io.jobarrays.agent.files.CollectedOutputs;
import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.ListedOutput;
import io.jobarrays.agent.files.OutputArchive;
import io.jobarrays.agent.files.OutputCollector;
import io.jobarrays.agent.files.OutputEntry;
import io.jobarrays.agent.files.SentOutputs;
import io.jobarrays.agent.files.UnreadableOutput;
import io.jobarrays.agent.server.AgentUpload;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.agent.server.UploadTooLarge;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.globs.CollectGlobs;
import io.jobarrays.contract.messages.AgentMessage.Outputs;
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
    private final OutputTargets targets;
    private final FileRights.FileStep<FileRights> rightsOfWork;
    private final UnkeptOutputs unkept;

    WorkOutputs(
            WorkRecord record,
            ServerFiles serverFiles,
            OutputTargets targets,
            FileRights.FileStep<FileRights> rightsOfWork,
            UnkeptOutputs unkept) {
        this.record = record;
        this.serverFiles = serverFiles;
        this.targets = targets;
        this.rightsOfWork = rightsOfWork;
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
            Result result = store();
            if (result.unreadable() != null) {
                return notKept(ExitReason.Plain.OUTPUT_MISSING, result.unreadable());
            }
            unkept.clear();
            return result.missing() != null
                    ? new Kept(ExitReason.Plain.OUTPUT_MISSING, result.missing())
                    : new Kept(null, result.note());
        } catch (UploadTooLarge e) {
            return notKept(ExitReason.Plain.OUTPUT_TOO_LARGE, e.sentence());
        } catch (Refusal e) {
            return notKept(ExitReason.Plain.OUTPUT_MISSING, e.sentence());
        } catch (IOException e) {
            return notKept(
                    ExitReason.Plain.OUTPUT_MISSING, "collect: " + UnreadableOutput.reason(e));
        }
    }

    /**
     * @param note what the work did not make, or what was left out; null: nothing
     * @param unreadable what exists and is on this machine only; null: nothing
     * @param missing what the work had to make and did not; null: nothing
     */
    private record Result(
            @Nullable String note, @Nullable String unreadable, @Nullable String missing) {}

    private Kept notKept(ExitReason failure, String problem) {
        unkept.set(problem);
        return new Kept(failure, problem);
    }

    /** Packs the outputs once, so that a later agent resumes the upload of the same file. */
    private Result store() throws IOException, InterruptedException {
        Path upload = record.directory().resolve("outputs.tar.gz");
        Result result =
                new Result(
                        null,
                        record.unreadableOutputs().orElse(null),
                        record.missingOutputs().orElse(null));
        if (!Files.exists(upload)) {
            Path partial = upload.resolveSibling("outputs.new");
            CollectedOutputs stored = pack(partial);
            String unreadable = unreadable(stored);
            String missing = missing(stored);
            result = new Result(note(stored), unreadable, missing);
            if (stored.isEmpty()) {
                return result;
            }
            if (unreadable != null) {
                record.markUnreadableOutputs(unreadable);
            }
            if (missing != null) {
                record.markMissingOutputs(missing);
            }
            Files.move(partial, upload, StandardCopyOption.ATOMIC_MOVE);
        }
        AgentUpload.upload(serverFiles, "/agents/outputs", record.work().attempt(), upload);
        Files.delete(upload);
        return result;
    }

    /** Packs the outputs, or sends them and writes the list of them. */
    private CollectedOutputs pack(Path upload) throws IOException, InterruptedException {
        FileRights rights = rightsOfWork.run();
        CollectedOutputs found =
                OutputCollector.collect(
                        record.workingDirectory(),
                        record.work().collect(),
                        LaidOutFiles.read(record.laidOutFiles()),
                        rights);
        long limit = Objects.requireNonNullElse(record.work().collectLimit(), DEFAULT_LIMIT_BYTES);
        if (found.bytes() > limit) {
            throw new UploadTooLarge(
                    "collect: the files have %s, more than the %s that a member may keep (--collect-limit): nothing was kept"
                            .formatted(mebibytes(found.bytes()), mebibytes(limit)));
        }
        if (found.isEmpty()) {
            return found;
        }
        if (record.work().parameters() != null) {
            Path parameters = record.workingDirectory().resolve(Paths.PARAMETERS);
            found = found.with(Paths.PARAMETERS, parameters);
        }
        String target = record.work().collectTo();
        if (target != null) {
            SentOutputs sent = SentOutputs.send(found, () -> targets.open(target), rights);
            ListedOutput.write(sent.files(), upload);
            return sent.outputs();
        }
        try {
            return OutputArchive.pack(found, upload, rights);
        } catch (IOException e) {
            // Where the disk is full, the rest of the work's life needs the space.
            Files.deleteIfExists(upload);
            throw e;
        }
    }

    /** Names each glob of a work that must make a file of each; null: it has made them. */
    private @Nullable String missing(CollectedOutputs outputs) {
        if (!Boolean.TRUE.equals(record.work().requireOutputs())) {
            return null;
        }
        List<String> globs =
                record.work().collect().stream()
                        .filter(glob -> !glob.startsWith("!"))
                        .filter(glob -> !isMade(CollectGlobs.parse(List.of(glob)), outputs))
                        .toList();
        return globs.isEmpty()
                ? null
                : "collect: the work made no file that matches " + String.join(" or ", globs);
    }

    private static boolean isMade(CollectGlobs glob, CollectedOutputs outputs) {
        return outputs.entries().stream()
                .anyMatch(
                        entry ->
                                glob.includes(
                                        entry.name(), entry instanceof OutputEntry.Directory));
    }

    private @Nullable String note(CollectedOutputs outputs) {
        return outputs.leftOut().isEmpty()
                ? outputs.isEmpty()
                        ? "collect: the work made no file that matches "
                                + String.join(" ", record.work().collect())
                        : null
                : "collect: left out: " + list(outputs.leftOut());
    }

    private static @Nullable String unreadable(CollectedOutputs outputs) {
        return outputs.unreadable().isEmpty()
                ? null
                : "collect: %s; what else matches was kept".formatted(list(outputs.unreadable()));
    }

    private static String list(List<String> parts) {
        int more = parts.size() - MAX_LISTED;
        return String.join("; ", parts.subList(0, Math.min(MAX_LISTED, parts.size())))
                + (more > 0 ? "; and %d more".formatted(more) : "");
    }

    /** Rounded up, so that more than a limit is never shown as the limit. */
    private static String mebibytes(long bytes) {
        return "%d MiB".formatted((bytes + (1 << 20) - 1) >> 20);
    }
}
