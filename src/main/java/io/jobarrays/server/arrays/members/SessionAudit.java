package io.jobarrays.server.arrays.members;

import io.jobarrays.server.agents.SessionRequest;
import io.jobarrays.server.arrays.owner.EventLog;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Records the sessions of users on members in the array's events. */
@ApplicationScoped
public class SessionAudit {
    /** Settings of variables in front of a command, and the name of its program. */
    private static final Pattern PROGRAM =
            Pattern.compile(
                    "\\s*(?:[A-Za-z_]\\w*=\\S*\\s+)*([\\w./+-]{1,100})(\\s.*)?", Pattern.DOTALL);

    /** A browser makes many connections to a port; they are one event in this time. */
    private static final Duration PORT_INTERVAL = Duration.ofMinutes(10);

    private static final int MAX_PORTS = 1_000;

    private final EventLog events;
    private final Clock clock;
    private final Map<String, Instant> ports = Collections.synchronizedMap(new RecentPorts());

    SessionAudit(EventLog events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    public void began(String arrayId, int index, SessionRequest request) {
        if (request.port() == null) {
            events.record(arrayId, index, "connect: " + text(request.command()));
        } else if (isNew("%s[%d]:%d".formatted(arrayId, index, request.port()))) {
            events.record(
                    arrayId, index, "connect: port %d is forwarded".formatted(request.port()));
        }
    }

    /**
     * @param problem null: the session ended normally
     */
    public void ended(
            String arrayId,
            int index,
            SessionRequest request,
            String exit,
            @Nullable String problem) {
        if (request.port() != null) {
            return;
        }
        String end = "connect: %s, ended %s".formatted(text(request.command()), exit);
        events.record(arrayId, index, problem == null ? end : end + " (" + problem + ")");
    }

    private boolean isNew(String port) {
        Instant now = clock.instant();
        Instant recorded = ports.put(port, now);
        return recorded == null || recorded.plus(PORT_INTERVAL).isBefore(now);
    }

    /** Forgets the port that was added first. */
    private static final class RecentPorts extends LinkedHashMap<String, Instant> {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
            return size() > MAX_PORTS;
        }
    }

    /** The program alone: its arguments may be secret. */
    private static String text(@Nullable String command) {
        if (command == null) {
            return "a shell";
        }
        Matcher program = PROGRAM.matcher(command);
        return program.matches()
                ? program.group(2) == null ? program.group(1) : program.group(1) + " …"
                : "a command";
    }
}
