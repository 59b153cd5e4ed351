package io.jobarrays.agent.status;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.Durations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Status of the running agent, stored as {@code KEY=value} lines for {@code spored status}.
 *
 * @param written time of writing, by the machine's clock
 * @param facts values to print, in this order
 * @param deadline empty when no deadline is running
 * @param offlineSince start of the current disconnection; empty while connected
 * @param deadlineCheckAge time since the last deadline check
 */
record AgentStatus(
        Instant written,
        Map<String, String> facts,
        Optional<Instant> deadline,
        Optional<Instant> offlineSince,
        Duration deadlineCheckAge) {
    /** A restart of the server takes less time than this. */
    private static final Duration MAX_OFFLINE = Duration.ofMinutes(1);

    private static final Duration MAX_AGE = Duration.ofSeconds(30);
    private static final Duration MAX_DEADLINE_CHECK_AGE = Duration.ofSeconds(10);
    private static final String FACT_PREFIX = "fact.";

    static Path file(RootDirectory root) {
        return root.resolve(RootDirectory.RUNTIME_DIRECTORY).resolve("status");
    }

    void write(RootDirectory root) throws IOException {
        StringBuilder text = new StringBuilder();
        text.append("written=").append(written).append('\n');
        deadline.ifPresent(at -> text.append("deadline=").append(at).append('\n'));
        offlineSince.ifPresent(since -> text.append("offline=").append(since).append('\n'));
        text.append("hangs=").append(deadlineCheckAge).append('\n');
        facts.forEach(
                (name, value) ->
                        text.append(FACT_PREFIX + name + "=" + value.replace('\n', ' '))
                                .append('\n'));
        // Renamed for atomicity but not fsynced: the runtime directory does not survive a boot.
        Path temporary = file(root).resolveSibling("status.new");
        Files.writeString(temporary, text);
        Files.move(temporary, file(root), StandardCopyOption.ATOMIC_MOVE);
    }

    static AgentStatus read(RootDirectory root) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : Files.readAllLines(file(root))) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1));
            }
        }
        Map<String, String> facts = new LinkedHashMap<>();
        values.forEach(
                (key, value) -> {
                    if (key.startsWith(FACT_PREFIX)) {
                        facts.put(key.substring(FACT_PREFIX.length()), value);
                    }
                });
        return new AgentStatus(
                Instant.parse(values.getOrDefault("written", "")),
                facts,
                Optional.ofNullable(values.get("deadline")).map(Instant::parse),
                Optional.ofNullable(values.get("offline")).map(Instant::parse),
                Duration.parse(values.getOrDefault("hangs", "PT0S")));
    }

    /** The problem in one sentence; empty for a healthy agent. */
    Optional<String> problem(Instant now) {
        if (Duration.between(written, now).compareTo(MAX_AGE) > 0) {
            return Optional.of("the agent has not written its status since " + written);
        }
        if (deadlineCheckAge.compareTo(MAX_DEADLINE_CHECK_AGE) > 0) {
            return Optional.of("the deadline has not been checked for " + deadlineCheckAge);
        }
        return offlineSince
                .filter(since -> Duration.between(since, now).compareTo(MAX_OFFLINE) > 0)
                .map(since -> "not connected to the server since " + since);
    }

    String format(Instant now) {
        StringBuilder text = new StringBuilder();
        Map<String, String> shown = new LinkedHashMap<>(facts);
        deadline.ifPresent(at -> shown.put("deadline", "%s, %s".formatted(at, remaining(at, now))));
        shown.put("health", problem(now).orElse("good"));
        shown.forEach((name, value) -> text.append("%-9s %s%n".formatted(name, value)));
        return text.toString();
    }

    private static String remaining(Instant at, Instant now) {
        Duration left = Duration.between(now, at);
        return left.isPositive() ? "in " + Durations.format(left) : "which has passed";
    }
}
