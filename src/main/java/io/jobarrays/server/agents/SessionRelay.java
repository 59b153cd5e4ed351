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
    static final int MOST_WAITING = 1 << 20;

    private final String id;
    private final Assignment place;
    private final SessionRelays sessions;
    private final BlockingQueue<FromAgent> words = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();

    /** Bytes, of the one thread that reads. */
    private long taken;

    private long told;

    SessionRelay(String id, Assignment place, SessionRelays sessions) {
        this.id = id;
        this.place = place;
        this.sessions = sessions;
    }

    String id() {
        return id;
    }

    Assignment place() {
        return place;
    }

    /**
     * The next word of the agent; the last one is {@link SessionEnded}. Who asks for it has done
     * with the one before.
     */
    public FromAgent next() throws InterruptedException {
        if (taken - told >= AgentMessage.SESSION_WINDOW / 4) {
            told = taken;
            say(new AgentMessage.SessionTaken(id, taken));
        }
        FromAgent word = words.take();
        if (word instanceof SessionOutput output) {
            waiting.addAndGet(-output.data().length());
            taken += bytes(output.data());
        }
        return word;
    }

    public void input(String data, boolean end) {
        say(new AgentMessage.SessionInput(id, data, end));
    }

    public void resize(int columns, int rows) {
        say(new AgentMessage.SessionResize(id, columns, rows));
    }

    /** The person has gone. */
    public void close() {
        if (!over.get()) {
            sessions.end(this, "it was closed");
        }
    }

    void heard(FromAgent word) {
        if (word instanceof SessionEnded) {
            over(word);
        } else if (word instanceof SessionOutput output && !over.get()) {
            if (waiting.addAndGet(output.data().length()) > MOST_WAITING) {
                sessions.end(
                        this,
                        "its output was not read as fast as it came and more than 1 MiB of it waits;"
                                + " let the command write to a file and collect that");
            } else {
                words.add(word);
            }
        }
    }

    /** What waits is still read; nothing comes after it. */
    boolean over(FromAgent last) {
        boolean first = over.compareAndSet(false, true);
        if (first) {
            words.add(last);
        }
        return first;
    }

    boolean silent() {
        return !over.get() && words.isEmpty() && waiting.get() == 0;
    }

    /** Of Base64. */
    private static long bytes(String data) {
        int padding = data.endsWith("==") ? 2 : data.endsWith("=") ? 1 : 0;
        return data.length() / 4 * 3L - padding;
    }

    private void say(AgentMessage.ToAgent word) {
        if (!over.get() && !sessions.say(place, word)) {
            sessions.end(this, "the connection to its agent broke");
        }
    }
}
