package io.jobarrays.agent;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What opens the server for about an hour.
 *
 * @param expiresAt by the server's clock; renewed before that where the clocks agree, and when the
 *     server says so where they do not
 */
record Token(String value, Instant expiresAt) {
    private static final Duration AHEAD = Duration.ofMinutes(10);

    Token {
        if (value.isBlank()) {
            throw new IllegalArgumentException("the server gave an empty token");
        }
    }

    /** An answer without a time is believed, and not for long. */
    static Token of(String value, String expiresAt) {
        try {
            return new Token(value, Instant.parse(expiresAt));
        } catch (DateTimeException e) {
            return new Token(value, Instant.EPOCH);
        }
    }

    static Optional<Token> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        return lines.isEmpty() || lines.getFirst().isBlank()
                ? Optional.empty()
                : Optional.of(of(lines.getFirst(), lines.size() > 1 ? lines.get(1) : ""));
    }

    void write(Path file) throws IOException {
        AtomicFile.write(file, value + "\n" + expiresAt + "\n", AtomicFile.PRIVATE);
    }

    boolean due(Instant now) {
        return !now.isBefore(expiresAt.minus(AHEAD));
    }
}
