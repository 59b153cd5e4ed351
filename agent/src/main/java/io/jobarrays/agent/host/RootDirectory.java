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
    public static final String RUNTIME = "/run/spored";

    public RootDirectory {
        directory = directory.toAbsolutePath().normalize();
    }

    public Path at(String absolute) {
        return directory.resolve(absolute.substring(1));
    }

    public Path state(String name) {
        return at(Paths.AGENT_STATE).resolve(name);
    }

    /** Others may pass through the state directory to the working directories, and see no more. */
    public void makeDirectories() throws IOException {
        Files.createDirectories(at(Paths.AGENT_STATE));
        Files.setPosixFilePermissions(
                at(Paths.AGENT_STATE), PosixFilePermissions.fromString("rwx--x--x"));
        Files.createDirectories(state("runs"));
        Files.createDirectories(at(Paths.SPAWN_DIR));
        Files.createDirectories(at(RUNTIME));
    }

    /**
     * An image may have been made of a machine that was a member: what that one knew is not ours.
     */
    public void claim(String instanceId) throws IOException {
        Path owner = state("instance");
        String last = Files.exists(owner) ? Files.readString(owner).strip() : "";
        if (last.equals(instanceId)) {
            // Nothing is written: a full disk must not keep the agent from ending its machine.
            return;
        }
        if (!last.isEmpty()) {
            for (String stale : List.of("token", "key", "deadline", "idle", "spot", "current")) {
                Files.deleteIfExists(state(stale));
            }
            putAside("runs", last);
            putAside("work", last);
        }
        AtomicFile.write(owner, instanceId + "\n", AtomicFile.PRIVATE);
    }

    private void putAside(String name, String instanceId) throws IOException {
        Path kept = state(name + "-of-" + instanceId);
        if (Files.exists(state(name)) && !Files.exists(kept)) {
            Files.move(state(name), kept);
        }
    }

    boolean isMachine() {
        return directory.equals(Path.of("/"));
    }
}
