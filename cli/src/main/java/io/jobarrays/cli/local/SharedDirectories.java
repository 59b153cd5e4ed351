package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Directories of this machine that instances of the local cloud can write; kept in the state
 * directory until {@code spawn down}, so that a local cloud that is started again has them.
 */
final class SharedDirectories {
    /** Trees that instances have as their own. */
    private static final List<Path> SYSTEM_TREES =
            Stream.of(
                            "bin boot dev etc lib lib32 lib64 libx32 proc run sbin sys usr"
                                    .split(" ", -1))
                    .map(name -> Path.of("/", name))
                    .toList();

    private static final List<Path> SYSTEM_PARENTS =
            Stream.of(
                            "/ /home /media /mnt /opt /root /srv /tmp /var /var/lib /var/log /var/tmp"
                                    .split(" ", -1))
                    .map(Path::of)
                    .toList();

    private static final List<String> SECRETS = List.of(".ssh", ".aws", ".gnupg", ".kube");

    private final UserStateDirectory state;

    SharedDirectories(UserStateDirectory state) {
        this.state = state;
    }

    /**
     * The directory of a flag, absolute.
     *
     * @param resolve against the current directory of the caller
     * @throws Failure with exit code 2 for one that instances cannot have
     */
    static Path check(String typed, UserStateDirectory state, UnaryOperator<Path> resolve) {
        Path directory = absolute(typed, resolve);
        if (!Files.isDirectory(directory)) {
            throw refused(typed, "there is no such directory; create it first");
        }
        Path real = real(directory);
        for (Path path : List.of(directory, real)) {
            if (SYSTEM_PARENTS.contains(path) || SYSTEM_TREES.stream().anyMatch(path::startsWith)) {
                throw refused(
                        typed,
                        "instances have a %s of their own; share a directory of your data, for example below your home or /srv"
                                .formatted(path));
            }
        }
        Path realHome = real(Path.of(System.getProperty("user.home")));
        Stream<Path> secrets = SECRETS.stream().map(realHome::resolve);
        for (Path secret : Stream.concat(Stream.of(real(state.root())), secrets).toList()) {
            if (secret.startsWith(real) || real.startsWith(secret)) {
                throw refused(
                        typed,
                        "instances must not read %s; share another directory".formatted(secret));
            }
        }
        return directory;
    }

    List<Path> read() {
        return UserStateDirectory.read(file()).stream()
                .flatMap(String::lines)
                .map(Path::of)
                .toList();
    }

    void write(List<Path> directories) throws IOException {
        Files.write(file(), directories.stream().map(Path::toString).toList());
    }

    void forget() throws IOException {
        Files.deleteIfExists(file());
    }

    private Path file() {
        return state.root().resolve("shared");
    }

    private static Path absolute(String typed, UnaryOperator<Path> resolve) {
        try {
            if (!typed.isEmpty() && typed.chars().noneMatch(Character::isISOControl)) {
                return resolve.apply(Path.of(typed)).toAbsolutePath().normalize();
            }
        } catch (InvalidPathException e) {
            // Refused below, as an empty one is.
        }
        throw refused(typed, "this is not the path of a directory");
    }

    private static Path real(Path path) {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            return path.toAbsolutePath().normalize();
        }
    }

    private static Failure refused(String typed, String reason) {
        return Failure.usage("--share %s: %s".formatted(typed, reason));
    }
}
