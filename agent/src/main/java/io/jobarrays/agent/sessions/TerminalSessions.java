package io.jobarrays.agent.sessions;

import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.SessionClose;
import io.jobarrays.contract.AgentMessage.SessionEnded;
import io.jobarrays.contract.AgentMessage.SessionInput;
import io.jobarrays.contract.AgentMessage.SessionOpen;
import io.jobarrays.contract.AgentMessage.SessionResize;
import io.jobarrays.contract.AgentMessage.SessionTaken;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Open terminal sessions: shells and commands of users connected through the server. */
public final class TerminalSessions {
    /** Limit of concurrent sessions. */
    static final int MAX_SESSIONS = 16;

    private static final Logger LOG = Logger.getLogger(TerminalSessions.class);

    private final SessionStarter starter;
    private final Predicate<FromAgent> connection;
    private final Map<String, TerminalSession> open = new ConcurrentHashMap<>();
    private final AtomicLong typedBytes = new AtomicLong();

    public TerminalSessions(SessionStarter starter, Predicate<FromAgent> connection) {
        this.starter = starter;
        this.connection = connection;
    }

    public void open(SessionOpen request) {
        String id = request.session();
        if (open.size() >= MAX_SESSIONS) {
            refuse(
                    id,
                    "%d sessions are open on this machine: end one first".formatted(MAX_SESSIONS));
            return;
        }
        try {
            LOG.infof("session %s starts: %s", id, request.command() == null ? "shell" : "command");
            TerminalSession session =
                    new TerminalSession(
                            id, starter.start(request), connection, () -> open.remove(id));
            open.put(id, session);
            session.start();
        } catch (IOException | Refusal e) {
            refuse(id, "the session cannot start: " + e.getMessage());
        }
    }

    public void input(SessionInput input) {
        TerminalSession session = open.get(input.session());
        if (session != null) {
            byte[] data = Base64.getDecoder().decode(input.data());
            typedBytes.addAndGet(data.length);
            session.input(data, input.end());
        }
    }

    public void resize(SessionResize size) {
        TerminalSession session = open.get(size.session());
        if (session != null) {
            session.resize(size.columns(), size.rows());
        }
    }

    public void acknowledge(SessionTaken taken) {
        TerminalSession session = open.get(taken.session());
        if (session != null) {
            session.acknowledge(taken.bytes());
        }
    }

    public void close(SessionClose message) {
        TerminalSession session = open.get(message.session());
        if (session != null) {
            session.close();
        }
    }

    /** Closes all sessions when the connection to the server ends. */
    public void closeAll() {
        open.values().forEach(TerminalSession::close);
    }

    /** Bytes of session input since the agent started. */
    public long typedBytes() {
        return typedBytes.get();
    }

    private void refuse(String id, String problem) {
        String exit = ExitReason.Plain.NOT_STARTED.toString();
        boolean sent = connection.test(new SessionEnded(id, exit, problem));
        LOG.warnf("session %s: %s%s", id, problem, sent ? "" : "; not connected, cannot report it");
    }
}
