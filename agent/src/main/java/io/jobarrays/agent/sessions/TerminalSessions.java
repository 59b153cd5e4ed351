package io.jobarrays.agent.sessions;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.SessionClose;
import io.jobarrays.contract.messages.AgentMessage.SessionEnded;
import io.jobarrays.contract.messages.AgentMessage.SessionInput;
import io.jobarrays.contract.messages.AgentMessage.SessionOpen;
import io.jobarrays.contract.messages.AgentMessage.SessionResize;
import io.jobarrays.contract.messages.AgentMessage.SessionTaken;
import java.io.IOException;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/** Open sessions of users connected through the server: shells, commands, and ports. */
public final class TerminalSessions {
    /** Limit of concurrent shells and commands. */
    static final int MAX_SESSIONS = 16;

    /** Limit of concurrent connections to ports; a browser opens some ten. */
    static final int MAX_PORT_SESSIONS = 256;

    private static final Logger LOG = Logger.getLogger(TerminalSessions.class);

    private final SessionStarter starter;
    private final Predicate<FromAgent> connection;
    private final Map<String, MemberSession> open = new ConcurrentHashMap<>();
    private final AtomicLong typedBytes = new AtomicLong();

    public TerminalSessions(SessionStarter starter, Predicate<FromAgent> connection) {
        this.starter = starter;
        this.connection = connection;
    }

    public void open(SessionOpen request) {
        Integer port = request.port();
        if (port != null) {
            openPort(request.session(), port);
        } else {
            openProgram(request);
        }
    }

    private void openProgram(SessionOpen request) {
        String id = request.session();
        if (count(TerminalSession.class) >= MAX_SESSIONS) {
            refuse(
                    id,
                    "%d sessions are open on this machine: end one first".formatted(MAX_SESSIONS));
            return;
        }
        try {
            LOG.infof("session %s starts: %s", id, request.command() == null ? "shell" : "command");
            start(
                    id,
                    new TerminalSession(
                            id, starter.start(request), connection, () -> open.remove(id)));
        } catch (IOException | Refusal e) {
            refuse(id, "the session cannot start: " + e.getMessage());
        }
    }

    private void openPort(String id, int port) {
        if (count(PortSession.class) >= MAX_PORT_SESSIONS) {
            refuse(
                    id,
                    "%d connections to ports of this machine are open: end one first"
                            .formatted(MAX_PORT_SESSIONS));
            return;
        }
        start(id, new PortSession(id, port, starter, connection, () -> open.remove(id)));
    }

    private void start(String id, MemberSession session) {
        open.put(id, session);
        session.start();
    }

    private long count(Class<? extends MemberSession> kind) {
        return open.values().stream().filter(kind::isInstance).count();
    }

    public void input(SessionInput input) {
        MemberSession session = open.get(input.session());
        if (session != null) {
            byte[] data = Base64.getDecoder().decode(input.data());
            if (session instanceof TerminalSession) {
                typedBytes.addAndGet(data.length);
            }
            session.input(data, input.end());
        }
    }

    public void resize(SessionResize size) {
        MemberSession session = open.get(size.session());
        if (session != null) {
            session.resize(size.columns(), size.rows());
        }
    }

    public void acknowledge(SessionTaken taken) {
        MemberSession session = open.get(taken.session());
        if (session != null) {
            session.acknowledge(taken.bytes());
        }
    }

    public void close(SessionClose message) {
        MemberSession session = open.get(message.session());
        if (session != null) {
            session.close();
        }
    }

    /** Closes all sessions when the connection to the server ends. */
    public void closeAll() {
        open.values().forEach(MemberSession::close);
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
