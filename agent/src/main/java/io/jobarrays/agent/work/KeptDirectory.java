package io.jobarrays.agent.work;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Working directory that all attempts of a member on one machine have. Files are laid out once, or
 * again when they are others: an attempt finds what the one before has left.
 */
final class KeptDirectory {
    private KeptDirectory() {}

    static boolean isUsed(Work work) {
        return Boolean.TRUE.equals(work.keepsDirectory());
    }

    /** Name among the working directories; that of another member differs. */
    static String name(Work work) {
        return name(member(work.id()));
    }

    /** As {@link #name(Work)}, of a {@link #member}. */
    static String name(String member) {
        return "member-" + URLEncoder.encode(member, StandardCharsets.UTF_8);
    }

    /** Id of a work without the attempt, with which it ends. */
    static String member(String work) {
        return work.replaceFirst("\\D\\d+$", "");
    }

    /** Whether an earlier attempt has had it. */
    static boolean isOfEarlierAttempt(WorkRecord record) throws IOException {
        Path first = beside(record, ".first");
        return Files.exists(first)
                && Integer.parseInt(Files.readString(first).strip()) < record.work().attempt();
    }

    static Path laidOutFiles(WorkRecord record) {
        return beside(record, ".laid-out");
    }

    /** Whether the files of the work were laid out, and are not others now. */
    static boolean isPrepared(WorkRecord record) throws IOException {
        Path content = beside(record, ".content");
        return Files.exists(content) && Files.readString(content).equals(content(record.work()));
    }

    static void markPrepared(WorkRecord record) throws IOException {
        Path first = beside(record, ".first");
        if (!Files.exists(first)) {
            AtomicFile.write(first, "" + record.work().attempt(), AtomicFile.PRIVATE);
        }
        AtomicFile.write(beside(record, ".content"), content(record.work()), AtomicFile.PRIVATE);
    }

    private static String content(Work work) {
        return "%s %s %s".formatted(work.bundle(), work.filesFrom(), work.inputs());
    }

    private static Path beside(WorkRecord record, String ending) {
        Path directory = record.workingDirectory();
        return directory.resolveSibling(Objects.requireNonNull(directory.getFileName()) + ending);
    }
}
