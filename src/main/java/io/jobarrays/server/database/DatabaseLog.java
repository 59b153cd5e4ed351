package io.jobarrays.server.database;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Output of the embedded PostgreSQL, {@code postgres.log}, and the reason of its end in it. */
final class DatabaseLog {
    private static final long MAX_BYTES = 4 << 20;
    private static final long MAX_READ_BYTES = 64 << 10;

    /** PostgreSQL ends when it cannot write a segment of its write-ahead log: 16 MiB each. */
    private static final long MIN_FREE_BYTES = 16 << 20;

    /** Lines of PostgreSQL 17 that come with its end. */
    private static final Pattern REASON =
            Pattern.compile(
                    ".*?((PANIC|FATAL): .*|LOG: +(received .* shutdown request|could not .*|server"
                            + " process .* was terminated by signal.*))");

    private final Path file;
    private long start;

    DatabaseLog(Path file) {
        this.file = file;
    }

    /** Marks the start of a server: the reason of its end is searched from here. */
    void begin() throws IOException {
        if (Files.exists(file) && Files.size(file) > MAX_BYTES) {
            Files.move(
                    file,
                    file.resolveSibling(file.getFileName() + ".1"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        start = Files.exists(file) ? Files.size(file) : 0;
    }

    Redirect append() {
        return Redirect.appendTo(file.toFile());
    }

    /** False when PostgreSQL cannot start for lack of space. */
    boolean hasSpace() throws IOException {
        return freeBytes() >= MIN_FREE_BYTES;
    }

    /** One sentence; a full disk is named first, since a server without space cannot log it. */
    String reason() {
        try {
            return reason(linesSinceStart(), freeBytes());
        } catch (IOException e) {
            return "the log of PostgreSQL, %s, cannot be read: %s".formatted(file, e);
        }
    }

    String reason(List<String> lines, long freeBytes) {
        String said =
                lines.stream()
                        .map(REASON::matcher)
                        .filter(Matcher::matches)
                        .map(line -> ": " + line.group(1))
                        .reduce("", (earlier, later) -> later);
        if (freeBytes < MIN_FREE_BYTES || said.contains("No space left on device")) {
            return "the disk of %s is full, %d bytes are free%s"
                    .formatted(file.getParent(), freeBytes, said);
        }
        return said.isEmpty()
                ? "PostgreSQL has ended, and %s has no reason".formatted(file)
                : "PostgreSQL has ended" + said;
    }

    private long freeBytes() throws IOException {
        return Files.getFileStore(file.getParent()).getUsableSpace();
    }

    private List<String> linesSinceStart() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            channel.position(Math.max(start, channel.size() - MAX_READ_BYTES));
            byte[] bytes = Channels.newInputStream(channel).readAllBytes();
            return new String(bytes, StandardCharsets.UTF_8).lines().toList();
        }
    }
}
