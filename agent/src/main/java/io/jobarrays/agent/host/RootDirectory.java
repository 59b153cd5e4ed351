package io.jobarrays.agent.host;

import io.jobarrays.contract.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Directory that all absolute paths of the agent are below: {@code /}, or a test's directory. */
public record RootDirectory(Path directory) {

    /** Cleared at each boot, unlike the state directory. */
    public static final String RUNTIME_DIRECTORY = "/run/spored";

    public RootDirectory {
        directory = directory.toAbsolutePath().normalize();
    }

    public Path resolve(String absolute) {
        return directory.resolve(absolute.substring(1));
    }

    public Path stateFile(String name) {
        return resolve(Paths.AGENT_STATE).resolve(name);
    }

    /**
     * Creates the agent's directories; other users may traverse the state directory but not list
     * it.
     */
    public void makeDirectories() throws IOException {
        Files.createDirectories(resolve(Paths.AGENT_STATE));
        Files.setPosixFilePermissions(
                resolve(Paths.AGENT_STATE), PosixFilePermissions.fromString("rwx--x--x"));
        Files.createDirectories(stateFile("runs"));
        Files.createDirectories(resolve(Paths.SPAWN_DIR));
        Files.createDirectories(resolve(RUNTIME_DIRECTORY));
    }

    /** Sets aside the state of another instance: an image may have been made from a member. */
    public void claimForInstance(String instanceId) throws IOException {
        Path owner = stateFile("instance");
        String previous = Files.exists(owner) ? Files.readString(owner).strip() : "";
        if (previous.equals(instanceId)) {
            // Writes nothing: the agent must start on a full disk to enforce the deadline.
            return;
        }
        if (!previous.isEmpty()) {
            for (String stale : List.of("token", "key", "deadline", "idle", "spot", "current")) {
                Files.deleteIfExists(stateFile(stale));
            }
            setAside("runs", previous);
            setAside("work", previous);
        }
        AtomicFile.write(owner, instanceId + "\n", AtomicFile.PRIVATE);
    }

    private void setAside(String name, String instanceId) throws IOException {
        Path target = stateFile(name + "-of-" + instanceId);
        if (Files.exists(stateFile(name)) && !Files.exists(target)) {
            Files.move(stateFile(name), target);
        }
    }

    boolean isFileSystemRoot() {
        return directory.equals(Path.of("/"));
    }
}
