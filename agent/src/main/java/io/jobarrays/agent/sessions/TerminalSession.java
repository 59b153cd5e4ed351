package io.jobarrays.agent.sessions;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.SessionEnded;
import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.contract.messages.FlowWindow;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One shell or command of a user, run by {@code terminal.py}. A program that writes faster than the
 * server reads is blocked, and so is a user who sends faster than the program reads.
 */
final class TerminalSession implements MemberSession {
    /** Limit of unread input, which a server of an earlier version does not keep to its window. */
    static final long MAX_UNREAD_BYTES = 8L << 20;

    private static final Logger LOG = Logger.getLogger(TerminalSession.class);
    private static final int HEADER_BYTES = 5;

    private final String id;
    private final Process process;
    private final Predicate<FromAgent> connection;
    private final Runnable onEnd;
    private final InputAcknowledger acknowledger;
    private final BlockingQueue<byte[]> frames = new LinkedBlockingQueue<>();
    private final AtomicLong unreadBytes = new AtomicLong();
    private final FlowWindow window = new FlowWindow(AgentMessage.SESSION_WINDOW);
    private volatile boolean closed;
    private volatile @Nullable String problem;

    TerminalSession(String id, Process process, Predicate<FromAgent> connection, Runnable onEnd) {
        this.id = id;
        this.process = process;
        this.connection = connection;
        this.onEnd = onEnd;
        this.acknowledger = new InputAcknowledger(id, connection);
    }

    @Override
    public void start() {
        acknowledger.begin();
        Thread.ofPlatform().name("session-input").daemon().start(this::writeFrames);
        Thread.ofPlatform().name("session-output").daemon().start(this::readFrames);
    }

    @Override
    public void input(byte[] data, boolean end) {
        if (data.length > 0) {
            queueFrame('i', data);
        }
        if (end) {
            queueFrame('e', new byte[0]);
        }
    }

    @Override
    public void resize(int columns, int rows) {
        queueFrame(
                'w',
                ByteBuffer.allocate(4).putShort((short) columns).putShort((short) rows).array());
    }

    @Override
    public void acknowledge(long bytes) {
        window.acknowledge(bytes);
    }

    /** Sends SIGHUP to the program and discards its further output. */
    @Override
    public void close() {
        closed = true;
        window.removeLimit();
        process.destroy();
    }

    private void queueFrame(char type, byte[] data) {
        byte[] frame =
                ByteBuffer.allocate(HEADER_BYTES + data.length)
                        .put((byte) type)
                        .putInt(data.length)
                        .put(data)
                        .array();
        if (unreadBytes.addAndGet(frame.length) > MAX_UNREAD_BYTES) {
            problem = "the program left more than 8 MiB of input unread";
            process.destroy();
            return;
        }
        frames.add(frame);
    }

    private void writeFrames() {
        try (OutputStream in = process.getOutputStream()) {
            for (byte[] frame = frames.take(); frame.length > 0; frame = frames.take()) {
                in.write(frame);
                in.flush();
                unreadBytes.addAndGet(-frame.length);
                if (frame[0] == 'i') {
                    acknowledger.taken(frame.length - HEADER_BYTES);
                }
            }
        } catch (IOException e) {
            // The program has ended; the output thread reports it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readFrames() {
        String exit = "SIGNAL_9";
        try (DataInputStream out = new DataInputStream(process.getInputStream())) {
            while (true) {
                char type = (char) out.readByte();
                byte[] data = out.readNBytes(out.readInt());
                if (type == 'x') {
                    exit = new String(data, StandardCharsets.UTF_8);
                    break;
                }
                window.reserve(data.length);
                sendOutput(type == 'e' ? "err" : "out", data);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            problem = problem == null ? "the session was killed" : problem;
        }
        onEnd.run();
        // Ends the input thread.
        frames.add(new byte[0]);
        boolean sent = connection.test(new SessionEnded(id, exit, problem));
        LOG.infof(
                "session %s has ended: %s%s",
                id, exit, sent ? "" : "; not connected, cannot report it");
    }

    private void sendOutput(String stream, byte[] data) {
        String text = Base64.getEncoder().encodeToString(data);
        if (!closed && !connection.test(new SessionOutput(id, stream, text))) {
            close();
        }
    }
}
