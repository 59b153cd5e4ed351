package io.jobarrays.server.agents;

import io.jobarrays.contract.AgentMessage;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.SessionEnded;
import io.jobarrays.contract.AgentMessage.SessionOutput;
import io.jobarrays.server.instances.rows.Assignment;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One person's session on one machine, between the person's connection and its agent's. */
public final class SessionRelay {
    /** Characters that may wait for a person who does not read: the line is not theirs alone. */
    static final int MAX_QUEUED_CHARACTERS = 1 << 20;

    private final String id;
    private final Assignment assignment;
    private final SessionRelays sessions;
    private final BlockingQueue<FromAgent> messages = new LinkedBlockingQueue<>();
    private final AtomicInteger queuedCharacters = new AtomicInteger();
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Bytes, of the one thread that reads. */
    private long bytesTaken;

    private long bytesAcknowledged;

    SessionRelay(String id, Assignment assignment, SessionRelays sessions) {
        this.id = id;
        this.assignment = assignment;
        this.sessions = sessions;
    }

    String id() {
        return id;
    }

    Assignment assignment() {
        return assignment;
    }

    /**
     * The next word of the agent; the last one is {@link SessionEnded}. Who asks for it has done
     * with the one before.
     */
    public FromAgent next() throws InterruptedException {
        if (bytesTaken - bytesAcknowledged >= AgentMessage.SESSION_WINDOW / 4) {
            bytesAcknowledged = bytesTaken;
            send(new AgentMessage.SessionTaken(id, bytesTaken));
        }
        FromAgent word = messages.take();
        if (word instanceof SessionOutput output) {
            queuedCharacters.addAndGet(-output.data().length());
            bytesTaken += decodedLength(output.data());
        }
        return word;
    }

    public void input(String data, boolean end) {
        send(new AgentMessage.SessionInput(id, data, end));
    }

    public void resize(int columns, int rows) {
        send(new AgentMessage.SessionResize(id, columns, rows));
    }

    /** The person has gone. */
    public void close() {
        if (!ended.get()) {
            sessions.end(this, "it was closed");
        }
    }

    void messageReceived(FromAgent word) {
        if (word instanceof SessionEnded) {
            ended(word);
        } else if (word instanceof SessionOutput output && !ended.get()) {
            if (queuedCharacters.addAndGet(output.data().length()) > MAX_QUEUED_CHARACTERS) {
                sessions.end(
                        this,
                        "its output was not read as fast as it came and more than 1 MiB of it waits;"
                                + " let the command write to a file and collect that");
            } else {
                messages.add(word);
            }
        }
    }

    /** What waits is still read; nothing comes after it. */
    boolean ended(FromAgent last) {
        boolean first = ended.compareAndSet(false, true);
        if (first) {
            messages.add(last);
        }
        return first;
    }

    boolean isSilent() {
        return !ended.get() && messages.isEmpty() && queuedCharacters.get() == 0;
    }

    /** Of Base64. */
    private static long decodedLength(String data) {
        int padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
        return data.length() / 4 * 3L - padding;
    }

    private void send(AgentMessage.ToAgent word) {
        if (!ended.get() && !sessions.send(assignment, word)) {
            sessions.end(this, "the connection to its agent broke");
        }
    }
}
