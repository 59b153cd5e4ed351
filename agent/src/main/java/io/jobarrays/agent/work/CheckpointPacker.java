package io.jobarrays.agent.work;

import io.jobarrays.agent.files.CollectedOutputs;
import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.files.LaidOutFiles;
import io.jobarrays.agent.files.OutputArchive;
import io.jobarrays.agent.files.OutputCollector;
import io.jobarrays.agent.files.OutputEntry;
import io.jobarrays.agent.server.UploadTooLarge;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work.CheckpointRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Packs the files of a checkpoint as they are at one moment: when one changes meanwhile, all are
 * packed again.
 */
final class CheckpointPacker {
    private static final int MAX_TRIES = 4;

    /** Time for the work to complete the file that has changed. */
    private static final Duration CHANGE_PAUSE = Duration.ofMillis(500);

    private final WorkRecord record;
    private final CheckpointRule rule;
    private final FileRights.FileStep<FileRights> rightsOfWork;

    CheckpointPacker(
            WorkRecord record, CheckpointRule rule, FileRights.FileStep<FileRights> rightsOfWork) {
        this.record = record;
        this.rule = rule;
        this.rightsOfWork = rightsOfWork;
    }

    /**
     * Archive of a checkpoint.
     *
     * @param state names, sizes and times of its files
     */
    record Packed(Path archive, String state) {}

    /**
     * Packs the checkpoint unless it has the known state, or no file.
     *
     * @throws Refusal when files change all the time, or cannot be read
     */
    Optional<Packed> pack(String known) throws IOException, InterruptedException {
        FileRights rights = rightsOfWork.run();
        Path archive = record.directory().resolve("checkpoint.tar.gz");
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            if (tries > 0) {
                Thread.sleep(CHANGE_PAUSE);
            }
            CollectedOutputs found = find(rights);
            String state = state(found);
            if (found.isEmpty() || state.equals(known)) {
                return Optional.empty();
            }
            check(found);
            CollectedOutputs packed = OutputArchive.pack(found, archive, rights);
            boolean complete = packed.entries().size() == found.entries().size();
            if (complete && state(find(rights)).equals(state)) {
                return Optional.of(new Packed(archive, state));
            }
        }
        throw new Refusal(
                "its files change while they are packed; write a file under a name that --checkpoint does not match, and rename it when it is complete");
    }

    private CollectedOutputs find(FileRights rights) throws IOException, InterruptedException {
        return OutputCollector.collect(
                record.checkpointDirectory(), rule.globs(), new LaidOutFiles(), rights);
    }

    private void check(CollectedOutputs found) throws UploadTooLarge {
        if (!found.unreadable().isEmpty()) {
            throw new Refusal(found.unreadable().getFirst());
        }
        if (found.bytes() > rule.limit()) {
            throw new UploadTooLarge(
                    "its files have %d MiB, more than the %d MiB that a member may keep (--collect-limit)"
                            .formatted(Math.ceilDiv(found.bytes(), 1L << 20), rule.limit() >> 20));
        }
    }

    private static String state(CollectedOutputs found) throws IOException {
        StringBuilder state = new StringBuilder();
        for (OutputEntry entry : found.entries()) {
            state.append(entry.name()).append('\0');
            switch (entry) {
                case OutputEntry.File file -> state.append(stamp(file.path()));
                case OutputEntry.Link link -> state.append(link.target());
                case OutputEntry.Directory directory -> {}
            }
            state.append('\n');
        }
        return state.toString();
    }

    /** Empty for a file that is gone, which then differs. */
    private static String stamp(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return "";
        }
        Map<String, Object> attributes =
                Files.readAttributes(file, "unix:size,lastModifiedTime,ino");
        return "%s %s %s"
                .formatted(
                        attributes.get("size"),
                        attributes.get("lastModifiedTime"),
                        attributes.get("ino"));
    }
}
