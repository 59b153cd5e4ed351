package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Flag of {@code spawn up} for a directory of this machine that instances see at the same path. */
public enum HostDirectoryFlag {
    /** Instances read and write it. */
    SHARE("--share", "share a directory of your data, for example below your home or /srv"),

    /** Instances read it. */
    EXPOSE("--expose", "expose a directory of your software, for example a virtual environment");

    /** Trees that instances have as their own. */
    private static final List<Path> SYSTEM_TREES =
            Stream.of("bin boot dev etc lib lib32 lib64 libx32 proc run sbin sys".split(" ", -1))
                    .map(name -> Path.of("/", name))
                    .toList();

    private static final Path USR = Path.of("/usr");

    private static final List<Path> SYSTEM_PARENTS =
            Stream.of(
                            "/ /home /media /mnt /opt /root /srv /tmp /var /var/lib /var/log /var/tmp"
                                    .split(" ", -1))
                    .map(Path::of)
                    .toList();

    private static final List<String> SECRETS = List.of(".ssh", ".aws", ".gnupg", ".kube");

    private final String text;
    private final String advice;

    HostDirectoryFlag(String text, String advice) {
        this.text = text;
        this.advice = advice;
    }

    /**
     * The directory of the flag, absolute.
     *
     * @param resolve against the current directory of the caller
     * @throws Failure with exit code 2 for one that instances cannot have
     */
    Path check(String typed, UserStateDirectory state, UnaryOperator<Path> resolve) {
        Path directory = absolute(typed, resolve);
        if (!Files.isDirectory(directory)) {
            throw refused(typed, "there is no such directory; create it first");
        }
        Path real = real(directory);
        requireNotOfTheSystem(typed, directory);
        requireNotOfTheSystem(typed, real);
        requireWithoutSecrets(typed, state, real);
        if (this == EXPOSE) {
            requireWithoutMounts(typed, real);
        }
        return directory;
    }

    /** The refusal of a directory, with exit code 2. */
    Failure refused(String typed, String reason) {
        return Failure.usage("%s %s: %s".formatted(text, typed, reason));
    }

    private void requireNotOfTheSystem(String typed, Path path) {
        if (this == EXPOSE && path.startsWith(USR)) {
            throw refused(typed, "instances see /usr as it is; leave the flag out");
        }
        if (SYSTEM_PARENTS.contains(path)
                || path.startsWith(USR)
                || SYSTEM_TREES.stream().anyMatch(path::startsWith)) {
            throw refused(typed, "instances have a %s of their own; %s".formatted(path, advice));
        }
    }

    private void requireWithoutSecrets(String typed, UserStateDirectory state, Path real) {
        Path home = real(Path.of(System.getProperty("user.home")));
        Stream<Path> secrets = SECRETS.stream().map(home::resolve);
        for (Path secret : Stream.concat(Stream.of(real(state.root())), secrets).toList()) {
            if (secret.startsWith(real) || real.startsWith(secret)) {
                throw refused(typed, "instances must not read %s; %s".formatted(secret, advice));
            }
        }
    }

    /** A mount inside would be missing in instances. */
    private void requireWithoutMounts(String typed, Path real) {
        for (Path point : MountPoints.read()) {
            if (point.startsWith(real) && !point.equals(real)) {
                throw refused(
                        typed,
                        "another file system is mounted at %s; expose a directory without one"
                                .formatted(point));
            }
        }
    }

    private Path absolute(String typed, UnaryOperator<Path> resolve) {
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
}
