package io.jobarrays.server.arrays.members;

import io.jobarrays.server.arrays.owner.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Records the sessions of users on members in the array's events. */
@ApplicationScoped
public class SessionAudit {
    private static final int MAX_COMMAND_CHARS = 200;

    private final EventLog events;

    SessionAudit(EventLog events) {
        this.events = events;
    }

    /**
     * @param command null: a shell
     */
    public void began(String arrayId, int index, @Nullable String command) {
        events.record(arrayId, index, "connect: " + text(command));
    }

    /**
     * @param problem null: the session ended normally
     */
    public void ended(
            String arrayId,
            int index,
            @Nullable String command,
            String exit,
            @Nullable String problem) {
        String end = "connect: %s, ended %s".formatted(text(command), exit);
        events.record(arrayId, index, problem == null ? end : end + " (" + problem + ")");
    }

    private static String text(@Nullable String command) {
        if (command == null) {
            return "a shell";
        }
        String line = command.replaceAll("\\p{Cntrl}+", " ").strip();
        return line.length() <= MAX_COMMAND_CHARS
                ? line
                : line.substring(0, MAX_COMMAND_CHARS) + "…";
    }
}
