package io.jobarrays.agent.sessions;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.SessionEnded;
import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.contract.messages.FlowWindow;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Connection of a user to a TCP port of this machine; flow-controlled in both directions. */
final class PortSession implements MemberSession {
    private static final Logger LOG = Logger.getLogger(PortSession.class);
    private static final int CHUNK_BYTES = 32 << 10;

    /** The frame that ends the input thread. */
    private static final byte[] NO_MORE = new byte[0];

    /** The frame that ends the service's input. */
    private static final byte[] END = new byte[0];

    private final String id;
    private final int port;
    private final SessionStarter starter;
    private final Predicate<FromAgent> connection;
    private final Runnable onEnd;
    private final InputAcknowledger acknowledger;
    private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>();
    private final FlowWindow window = new FlowWindow(AgentMessage.SESSION_WINDOW);
    private volatile @Nullable Socket socket;
    private volatile boolean closed;

    PortSession(
            String id,
            int port,
            SessionStarter starter,
            Predicate<FromAgent> connection,
            Runnable onEnd) {
        this.id = id;
        this.port = port;
        this.starter = starter;
        this.connection = connection;
        this.onEnd = onEnd;
        this.acknowledger = new InputAcknowledger(id, connection);
    }

    @Override
    public void start() {
        Thread.ofVirtual().name("port-output").start(this::run);
    }

    @Override
    public void input(byte[] data, boolean end) {
        if (data.length > 0) {
            input.add(data);
        }
        if (end) {
            input.add(END);
        }
    }

    @Override
    public void resize(int columns, int rows) {
        // A port has no window.
    }

    @Override
    public void acknowledge(long bytes) {
        window.acknowledge(bytes);
    }

    @Override
    public void close() {
        closed = true;
        window.removeLimit();
        Socket open = socket;
        if (open != null) {
            closeQuietly(open);
        }
    }

    private void run() {
        String problem = null;
        try (Socket open = starter.connect(port)) {
            socket = open;
            acknowledger.begin();
            Thread.ofVirtual().name("port-input").start(() -> writeInput(open));
            if (!closed) {
                sendOutput(open.getInputStream());
            }
        } catch (IOException | Refusal e) {
            problem = socket == null ? e.getMessage() : null;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        input.add(NO_MORE);
        onEnd.run();
        String exit = problem == null ? "EXIT_0" : ExitReason.Plain.NOT_STARTED.toString();
        if (!connection.test(new SessionEnded(id, exit, problem))) {
            LOG.infof("session %s has ended: not connected, cannot report it", id);
        }
    }

    private void sendOutput(InputStream service) throws IOException, InterruptedException {
        byte[] some = new byte[CHUNK_BYTES];
        for (int count = service.read(some); count >= 0 && !closed; count = service.read(some)) {
            window.reserve(count);
            String data = Base64.getEncoder().encodeToString(Arrays.copyOf(some, count));
            if (!connection.test(new SessionOutput(id, "out", data))) {
                return;
            }
        }
    }

    private void writeInput(Socket open) {
        try {
            OutputStream service = open.getOutputStream();
            for (byte[] data = input.take(); data != NO_MORE; data = input.take()) {
                if (data == END) {
                    open.shutdownOutput();
                } else {
                    service.write(data);
                    acknowledger.taken(data.length);
                }
            }
        } catch (IOException e) {
            // The service takes no more; the output thread ends the session.
            closeQuietly(open);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeQuietly(Socket open) {
        try {
            open.close();
        } catch (IOException e) {
            LOG.debugf("a socket did not close: %s", e.getMessage());
        }
    }
}
