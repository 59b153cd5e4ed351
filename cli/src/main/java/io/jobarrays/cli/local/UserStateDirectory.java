package io.jobarrays.cli.local;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.FileFailure;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** State directory of the local programs, readable by its owner only. */
public record UserStateDirectory(Path root) {
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rwx------");

    /**
     * Returns {@code SPAWN_STATE_DIR}, else {@code $XDG_STATE_HOME/spawn}, else the one of a
     * running dev mode of this checkout, else a directory below the home.
     */
    public static UserStateDirectory of(Map<String, String> env) {
        return of(env, ProgramPaths.installed().devModeState());
    }

    static UserStateDirectory of(Map<String, String> env, Optional<Path> devMode) {
        return new UserStateDirectory(
                set(env, "SPAWN_STATE_DIR")
                        .map(Path::of)
                        .or(() -> set(env, "XDG_STATE_HOME").map(home -> Path.of(home, "spawn")))
                        .or(() -> devMode)
                        .orElseGet(() -> home(env).resolve(".local/state/spawn"))
                        .toAbsolutePath());
    }

    public Path cloud() {
        return root.resolve("cloud");
    }

    public Path cloudFile() {
        return cloud().resolve("cloud.json");
    }

    /** Those in a directory that the user has named, which a killed local cloud leaves. */
    void deleteFilesOfInstances() throws IOException {
        Path link = cloud().resolve("scale");
        if (Files.isSymbolicLink(link)) {
            String directory = Files.readSymbolicLink(link).toString();
            new ProcessBuilder("rm", "-rf", "--", directory).inheritIO().start().onExit().join();
            Files.delete(link);
        }
    }

    public Path serverFile() {
        return root.resolve("server.json");
    }

    public Optional<String> token() {
        return read(root.resolve("token")).map(String::strip).filter(token -> !token.isEmpty());
    }

    /** Reads the JSON of a file; empty if the file is missing or unreadable. */
    public Optional<JsonValue> json(Path file) {
        return read(file)
                .flatMap(
                        text -> {
                            try {
                                return Optional.of(JsonValue.parse(text));
                            } catch (IllegalArgumentException broken) {
                                return Optional.empty();
                            }
                        });
    }

    /** Creates the directories, accessible by their owner only. */
    void create() {
        try {
            for (Path directory : new Path[] {root, cloud()}) {
                Files.createDirectories(directory);
                if (FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                        && !Files.getPosixFilePermissions(directory).equals(OWNER_ONLY)) {
                    Files.setPosixFilePermissions(directory, OWNER_ONLY);
                }
            }
        } catch (IOException refused) {
            throw Failure.of(
                    "SPAWN-STATE",
                    "cannot keep state in %s (%s); set XDG_STATE_HOME to a directory you can write to"
                            .formatted(root, FileFailure.words(refused)));
        }
    }

    static Optional<String> read(Path file) {
        try {
            return Optional.of(Files.readString(file));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    private static Path home(Map<String, String> env) {
        return Path.of(set(env, "HOME").orElse(System.getProperty("user.home")));
    }

    private static Optional<String> set(Map<String, String> env, String name) {
        @Nullable String value = env.get(name);
        return value == null || value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
