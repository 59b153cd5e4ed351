package io.jobarrays.agent.work;

import io.jobarrays.agent.host.AtomicFile;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Working directories of the works that a machine runs one after the other: of attempts of one
 * member, and of other members when it becomes their machine.
 */
final class WorkDirectories {
    private static final Logger LOG = Logger.getLogger(WorkDirectories.class);
    private static final String CHOSEN_FILE = "directory";
    private static final String PREVIOUS_FILE = "previous";
    private static final String LAST_NUMBER_FILE = "last-directory";

    private WorkDirectories() {}

    /** Chooses a directory that no other work has had, and records that of the work before. */
    static void choose(RootDirectory root, Path run, Work work, Optional<WorkRecord> last)
            throws IOException {
        Path chosen = run.resolve(CHOSEN_FILE);
        if (Files.exists(chosen)) {
            return;
        }
        if (last.isPresent() && !isOfMember(last.get(), work)) {
            // Another machine may have gone further meanwhile.
            delete(all(root).resolve(WorkRecord.checkpointName(KeptDirectory.member(work.id()))));
        }
        Optional<Path> previous = last.isEmpty() ? Optional.empty() : lastOf(last.get());
        if (previous.isPresent()) {
            AtomicFile.write(run.resolve(PREVIOUS_FILE), "" + previous.get(), AtomicFile.PRIVATE);
        }
        AtomicFile.write(chosen, newName(root, work), AtomicFile.PRIVATE);
    }

    private static boolean isOfMember(WorkRecord last, Work work) {
        return KeptDirectory.member(last.id()).equals(KeptDirectory.member(work.id()));
    }

    /** The number of the attempt, or a higher one: a number is never used again. */
    private static String newName(RootDirectory root, Work work) throws IOException {
        if (KeptDirectory.isUsed(work)) {
            return KeptDirectory.name(work);
        }
        Path file = root.stateFile(LAST_NUMBER_FILE);
        int last = Files.exists(file) ? Integer.parseInt(Files.readString(file).strip()) : 0;
        String number = "" + Math.max(work.attempt(), last + 1);
        AtomicFile.write(file, number, AtomicFile.PRIVATE);
        return number;
    }

    private static Optional<Path> lastOf(WorkRecord last) throws IOException {
        return Files.isDirectory(last.workingDirectory())
                ? Optional.of(last.workingDirectory())
                : previous(last.directory());
    }

    /** The directory that was chosen for the work. */
    static Path of(RootDirectory root, Path run) throws IOException {
        return all(root).resolve(Files.readString(run.resolve(CHOSEN_FILE)).strip());
    }

    /** Working directory of the last work before it that has one. */
    static Optional<Path> previous(Path run) throws IOException {
        Path file = run.resolve(PREVIOUS_FILE);
        return Files.exists(file)
                ? Optional.of(Path.of(Files.readString(file).strip())).filter(Files::isDirectory)
                : Optional.empty();
    }

    /**
     * Deletes what is left of other indexes of the array, so that a machine that runs many of them
     * does not fill its disk; what is of the member and of the one before it stays.
     */
    static void deleteOlder(RootDirectory root, WorkRecord current, WorkRecord before) {
        String array = WorkRecord.RUN_PREFIX + current.id().replaceFirst("/.*", "") + "%2F";
        Set<String> kept = Set.of(member(current.directory()), member(before.directory()));
        try {
            for (Path run : entries(root.stateFile("runs"), name -> name.startsWith(array))) {
                if (!kept.contains(member(run))) {
                    delete(of(root, run));
                    deleteKept(root, member(run));
                    delete(run);
                }
            }
        } catch (IOException e) {
            LOG.warnf("working directories of earlier indexes were not deleted: %s", e);
        }
    }

    /** The directories that all attempts of a member had, with what lies beside them. */
    private static void deleteKept(RootDirectory root, String member) throws IOException {
        String directory = KeptDirectory.name(member);
        for (Path kept :
                entries(
                        all(root),
                        name ->
                                name.equals(directory)
                                        || name.startsWith(directory + ".")
                                        || name.equals(WorkRecord.checkpointName(member)))) {
            delete(kept);
        }
    }

    private static String member(Path run) {
        String name = Objects.requireNonNull(run.getFileName()).toString();
        return KeptDirectory.member(
                URLDecoder.decode(
                        name.substring(WorkRecord.RUN_PREFIX.length()), StandardCharsets.UTF_8));
    }

    private static List<Path> entries(Path directory, Predicate<String> name) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(one -> name.test("" + one.getFileName())).toList();
        }
    }

    private static Path all(RootDirectory root) {
        return root.stateFile("work");
    }

    private static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        Files.walkFileTree(
                directory,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.delete(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(
                            Path visited, @Nullable IOException failure) throws IOException {
                        Files.delete(visited);
                        return FileVisitResult.CONTINUE;
                    }
                });
    }
}
