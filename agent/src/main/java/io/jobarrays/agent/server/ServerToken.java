package io.jobarrays.agent.server;

import io.jobarrays.agent.host.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Bearer token of this machine, valid for about an hour.
 *
 * @param expiresAt by the server's clock; the token is renewed before it when the clocks agree,
 *     otherwise after a rejection
 */
public record ServerToken(String value, Instant expiresAt) {
    private static final Duration RENEWAL_LEAD_TIME = Duration.ofMinutes(10);

    public ServerToken {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the server gave an empty token");
        }
    }

    /** Treats an unreadable time as already expired. */
    static ServerToken of(String value, String expiresAt) {
        try {
            return new ServerToken(value, Instant.parse(expiresAt));
        } catch (DateTimeException e) {
            return new ServerToken(value, Instant.EPOCH);
        }
    }

    static Optional<ServerToken> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() || lines.getFirst().isBlank()
                ? Optional.empty()
                : Optional.of(of(lines.getFirst(), lines.size() > 1 ? lines.get(1) : ""));
    }

    public void write(Path file) throws IOException {
        AtomicFile.write(file, value + "\n" + expiresAt + "\n", AtomicFile.PRIVATE);
    }

    boolean isDueForRenewal(Instant now) {
        return !now.isBefore(expiresAt.minus(RENEWAL_LEAD_TIME));
    }
}
