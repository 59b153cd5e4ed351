package io.jobarrays.agent.sessions;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.SessionInputTaken;
import java.util.function.Predicate;

/** Tells the server how much input of a session is taken; used by its input thread. */
final class InputAcknowledger {
    private final String session;
    private final Predicate<FromAgent> connection;
    private long takenBytes;
    private long acknowledgedBytes;

    InputAcknowledger(String session, Predicate<FromAgent> connection) {
        this.session = session;
        this.connection = connection;
    }

    /** Tells the server that this agent acknowledges input. */
    void begin() {
        // A lost connection ends the session.
        var _ = connection.test(new SessionInputTaken(session, 0));
    }

    void taken(int bytes) {
        takenBytes += bytes;
        if (takenBytes - acknowledgedBytes >= AgentMessage.SESSION_WINDOW / 4) {
            acknowledgedBytes = takenBytes;
            var _ = connection.test(new SessionInputTaken(session, takenBytes));
        }
    }
}
