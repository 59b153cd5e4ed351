package io.jobarrays.server.agents;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.SessionEnded;
import io.jobarrays.contract.messages.AgentMessage.SessionInputTaken;
import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.contract.messages.FlowWindow;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Relay of one session: between the connection of a user and that of an instance's agent. */
public final class SessionRelay {
    /** Limit of output that the user has not read; all sessions share the agent's connection. */
    static final int MAX_QUEUED_CHARACTERS = 1 << 20;

    private final String id;
    private final AgentConnection agent;
    private final SessionRelays sessions;
    private final BlockingQueue<FromAgent> messages = new LinkedBlockingQueue<>();
    private final AtomicInteger queuedCharacters = new AtomicInteger();
    private final FlowWindow inputWindow =
            FlowWindow.unlimitedUntilAcknowledged(AgentMessage.SESSION_WINDOW);
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Bytes that the user has read; used by the reading thread only. */
    private long bytesTaken;

    private long bytesAcknowledged;

    SessionRelay(String id, AgentConnection agent, SessionRelays sessions) {
        this.id = id;
        this.agent = agent;
        this.sessions = sessions;
    }

    String id() {
        return id;
    }

    /** Connection that the session began on; the session ends with it. */
    AgentConnection agent() {
        return agent;
    }

    /**
     * The next message of the agent; the last one is {@link SessionEnded}. The call acknowledges
     * the message before it.
     */
    public FromAgent next() throws InterruptedException {
        if (bytesTaken - bytesAcknowledged >= AgentMessage.SESSION_WINDOW / 4) {
            bytesAcknowledged = bytesTaken;
            send(new AgentMessage.SessionTaken(id, bytesTaken));
        }
        FromAgent message = messages.take();
        if (message instanceof SessionOutput output) {
            queuedCharacters.addAndGet(-output.data().length());
            bytesTaken += decodedLength(output.data());
        }
        return message;
    }

    /** Blocks while the agent has not taken what was sent before. */
    public void input(String data, boolean end) throws InterruptedException {
        inputWindow.reserve((int) decodedLength(data));
        send(new AgentMessage.SessionInput(id, data, end));
    }

    public void resize(int columns, int rows) {
        send(new AgentMessage.SessionResize(id, columns, rows));
    }

    /** Ends the session because the user has closed it. */
    public void close() {
        if (!ended.get()) {
            sessions.end(this, "it was closed");
        }
    }

    void messageReceived(FromAgent message) {
        if (message instanceof SessionEnded) {
            ended(message);
        } else if (message instanceof SessionInputTaken taken) {
            inputWindow.acknowledge(taken.bytes());
        } else if (message instanceof SessionOutput output && !ended.get()) {
            if (queuedCharacters.addAndGet(output.data().length()) > MAX_QUEUED_CHARACTERS) {
                sessions.end(
                        this,
                        "its output was not read as fast as it came and more than 1 MiB of it waits;"
                                + " let the command write to a file and collect that");
            } else {
                messages.add(message);
            }
        }
    }

    /** Appends the last message; queued messages before it are still read. */
    boolean ended(FromAgent last) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            inputWindow.removeLimit();
            messages.add(last);
        }
        return first;
    }

    boolean isSilent() {
        return !ended.get() && messages.isEmpty() && queuedCharacters.get() == 0;
    }

    /** Number of bytes of Base64 text. */
    private static long decodedLength(String data) {
        int padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
        return data.length() / 4 * 3L - padding;
    }

    private void send(AgentMessage.ToAgent message) {
        if (!ended.get() && !agent.send(message)) {
            sessions.end(this, "the connection to its agent broke");
        }
    }
}
