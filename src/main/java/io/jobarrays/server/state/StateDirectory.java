package io.jobarrays.server.state;

import io.jobarrays.contract.Refusal;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * State directory of the control plane, readable by its user only: directories 0700, files 0600.
 */
@ApplicationScoped
public class StateDirectory {
    private static final Logger LOG = Logger.getLogger(StateDirectory.class);
    public static final FileAttribute<?> OWNER_FILE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private static final FileAttribute<?> OWNER_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private final Path root;

    public StateDirectory(@ConfigProperty(name = "spawn.state-dir") Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    public Path root() {
        return directory(root);
    }

    /** Removes the permissions of other users from the root and from {@code file} in it. */
    public void close(Path file) {
        try {
            Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        } catch (FileSystemException e) {
            // A mounted volume may belong to another user id; the cluster restricts access to it.
            LOG.warnf("%s cannot be closed to other users: %s", root, e.getReason());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + root, e);
        }
    }

    /** Directory below the root, created if missing; {@code names} are untrusted input. */
    public Path directory(String... names) {
        return directory(path(names));
    }

    /** Path of such a directory, without creating it. */
    public Path path(String... names) {
        Path path = root;
        for (String name : names) {
            path = path.resolve(segment(name));
        }
        return path;
    }

    /** Creates {@code directory} and its missing parents with mode 0700. */
    static Path directory(Path directory) {
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory, OWNER_DIRECTORY);
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make the directory " + directory, e);
        }
    }

    /** New empty file with mode 0600 in {@code directory}, for the caller to rename or delete. */
    public static Path newFile(Path directory) throws IOException {
        return Files.createTempFile(directory, ".new-", "", OWNER_FILE);
    }

    /** Renames a finished file into place atomically, also with respect to a crash. */
    public static void move(Path finished, Path place) throws IOException {
        force(finished, StandardOpenOption.WRITE);
        Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
        force(place.toAbsolutePath().getParent(), StandardOpenOption.READ);
    }

    /** Deletes a directory of files and one level of directories. */
    public static void delete(Path directory) {
        for (String name : NumberedEntries.names(directory)) {
            delete(directory.resolve(name));
        }
        try {
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot delete " + directory, e);
        }
    }

    /**
     * Size of all files in a directory; 0 if it does not exist. Files may come and go meanwhile.
     */
    public static long bytes(Path directory) {
        SizeVisitor sizes = new SizeVisitor();
        try {
            Files.walkFileTree(directory, sizes);
            return sizes.sum;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot measure " + directory, e);
        }
    }

    private static final class SizeVisitor extends SimpleFileVisitor<Path> {
        private long sum;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            sum += attributes.isRegularFile() ? attributes.size() : 0;
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                throws IOException {
            return failure instanceof NoSuchFileException
                    ? FileVisitResult.CONTINUE
                    : super.postVisitDirectory(directory, failure);
        }
    }

    private static void force(@Nullable Path path, StandardOpenOption how) throws IOException {
        if (path != null) {
            try (FileChannel channel = FileChannel.open(path, how)) {
                channel.force(true);
            }
        }
    }

    private static String segment(String name) {
        if (!SEGMENT.matcher(name).matches()) {
            throw new Refusal("\"%s\" is not the name of anything kept here".formatted(name));
        }
        return name;
    }
}
