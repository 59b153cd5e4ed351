package io.jobarrays.agent.host;

import io.jobarrays.contract.Paths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Where this machine's files begin: {@code /}, or a directory of a test. */
public record RootDirectory(Path directory) {

    /** Gone with every boot, unlike all else. */
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

    /** Others may pass through the state directory to the working directories, and see no more. */
    public void makeDirectories() throws IOException {
        Files.createDirectories(resolve(Paths.AGENT_STATE));
        Files.setPosixFilePermissions(
                resolve(Paths.AGENT_STATE), PosixFilePermissions.fromString("rwx--x--x"));
        Files.createDirectories(stateFile("runs"));
        Files.createDirectories(resolve(Paths.SPAWN_DIR));
        Files.createDirectories(resolve(RUNTIME_DIRECTORY));
    }

    /**
     * An image may have been made of a machine that was a member: what that one knew is not ours.
     */
    public void claimForInstance(String instanceId) throws IOException {
        Path owner = stateFile("instance");
        String last = Files.exists(owner) ? Files.readString(owner).strip() : "";
        if (last.equals(instanceId)) {
            // Nothing is written: a full disk must not keep the agent from ending its machine.
            return;
        }
        if (!last.isEmpty()) {
            for (String stale : List.of("token", "key", "deadline", "idle", "spot", "current")) {
                Files.deleteIfExists(stateFile(stale));
            }
            setAside("runs", last);
            setAside("work", last);
        }
        AtomicFile.write(owner, instanceId + "\n", AtomicFile.PRIVATE);
    }

    private void setAside(String name, String instanceId) throws IOException {
        Path kept = stateFile(name + "-of-" + instanceId);
        if (Files.exists(stateFile(name)) && !Files.exists(kept)) {
            Files.move(stateFile(name), kept);
        }
    }

    boolean isFileSystemRoot() {
        return directory.equals(Path.of("/"));
    }
}
