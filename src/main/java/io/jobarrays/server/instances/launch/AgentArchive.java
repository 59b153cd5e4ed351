package io.jobarrays.server.instances.launch;

import io.jobarrays.contract.Sha256;
import io.jobarrays.server.SpawnConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Archive of the agent, downloaded by members without an agent and named by its SHA-256. */
@ApplicationScoped
public class AgentArchive {
    /** Hash of a missing archive; no archive has it, so no download succeeds. */
    private static final String NO_ARCHIVE_SHA256 = "0".repeat(64);

    private final Optional<Path> path;
    private @Nullable String sha256;

    AgentArchive(SpawnConfig config) {
        this.path = config.agent().archive();
    }

    public Optional<Path> path() {
        return path.filter(Files::isReadable);
    }

    public synchronized String sha256() {
        if (sha256 == null) {
            sha256 = path().map(AgentArchive::hash).orElse(NO_ARCHIVE_SHA256);
        }
        return sha256;
    }

    private static String hash(Path path) {
        try {
            return Sha256.ofFile(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the agent's archive " + path, e);
        }
    }
}
