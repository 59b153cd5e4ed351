package io.jobarrays.server.arrays.members;

import io.jobarrays.server.arrays.rows.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Records who was let in where: the sessions of people on members. */
@ApplicationScoped
public class SessionAudit {
    private static final int MAX_COMMAND_CHARS = 200;

    private final EventLog events;

    SessionAudit(EventLog story) {
        this.events = story;
    }

    /**
     * @param command null: a shell
     */
    public void began(String arrayId, int index, @Nullable String command) {
        events.record(arrayId, index, "connect: " + what(command));
    }

    /**
     * @param problem null: it ended by itself
     */
    public void ended(
            String arrayId,
            int index,
            @Nullable String command,
            String exit,
            @Nullable String problem) {
        String end = "connect: %s, ended %s".formatted(what(command), exit);
        events.record(arrayId, index, problem == null ? end : end + " (" + problem + ")");
    }

    private static String what(@Nullable String command) {
        if (command == null) {
            return "a shell";
        }
        String line = command.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_COMMAND_CHARS
                ? line
                : line.substring(0, MAX_COMMAND_CHARS) + "…";
    }
}
