package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.Pause;
import io.jobarrays.cli.http.Unreachable;
import io.jobarrays.cli.session.CommandSession;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Port of this machine, on its loopback address, whose connections go to a port of one member. Each
 * connection is a session of its own, so that those that follow a restart of the control plane or a
 * replacement of the instance reach it again.
 */
public final class PortForwarder implements AutoCloseable {
    private static final int BACKLOG = 128;

    /** A connection waits this long for a control plane that is restarted. */
    private static final Duration RESTART_TIMEOUT = Duration.ofSeconds(30);

    private static final Duration RESTART_INTERVAL = Duration.ofMillis(500);

    /** A reason is printed once in this time: a browser tries again at once. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final CommandSession session;
    private final String selector;
    private final int remotePort;
    private final ServerSocket listener;
    private final Thread acceptor;
    private final Map<String, Instant> printed = new ConcurrentHashMap<>();

    private PortForwarder(
            CommandSession session, String selector, int remotePort, ServerSocket listener) {
        this.session = session;
        this.selector = selector;
        this.remotePort = remotePort;
        this.listener = listener;
        this.acceptor = Thread.ofVirtual().name("forward").unstarted(this::accept);
    }

    /**
     * Listens until it is closed.
     *
     * @throws Failure when the local port is in use
     */
    public static PortForwarder open(CommandSession session, String selector, ForwardedPort ports) {
        try {
            ServerSocket listener =
                    new ServerSocket(ports.local(), BACKLOG, InetAddress.getLoopbackAddress());
            PortForwarder forwarder =
                    new PortForwarder(session, selector, ports.remote(), listener);
            forwarder.acceptor.start();
            return forwarder;
        } catch (IOException e) {
            throw Failure.of(
                    "SPAWN-FORWARD",
                    "--forward: port %d of this machine cannot be used (%s); write another one, or 0 for a free one: --forward 0:%d"
                            .formatted(ports.local(), e.getMessage(), ports.remote()));
        }
    }

    /** Port of this machine. */
    public int localPort() {
        return listener.getLocalPort();
    }

    /**
     * Why the member's port takes no connection; empty if it does.
     *
     * @throws Failure when the member has no session
     */
    Optional<String> problem() {
        try (RemoteSession remote =
                new RemoteSession(session.endpoint(), selector, (err, bytes) -> {})) {
            remote.openPort(remotePort);
            remote.endInput();
            SessionEnd ended = remote.awaitEnd();
            return ended.programExited() ? Optional.empty() : Optional.of(ended.description());
        }
    }

    /** Returns when it is closed, or the thread interrupted; Ctrl-C ends the program before. */
    public int awaitEnd() {
        try {
            acceptor.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return Failure.EXIT_INTERRUPTED;
    }

    /** Ends listening; connections end with the program. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            session.progress("spawn: " + e.getMessage());
        }
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                Thread.ofVirtual().name("forwarded").start(() -> forward(client));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    print("cannot accept a connection: " + e.getMessage());
                }
            }
        }
    }

    private void forward(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            SessionEnd ended = transfer(client);
            if (!ended.programExited()) {
                print(ended.description());
            }
        } catch (Failure refused) {
            print(refused.sentence());
        } catch (Unreachable gone) {
            print(gone.sentence());
        } catch (IOException | UncheckedIOException e) {
            // The client is gone.
        }
    }

    private SessionEnd transfer(Socket client) throws IOException {
        try (RemoteSession remote = open(client)) {
            remote.openPort(remotePort);
            InputStream input = client.getInputStream();
            Thread.ofVirtual().name("forwarded-input").start(() -> remote.sendInput(input));
            return remote.awaitEnd();
        }
    }

    private RemoteSession open(Socket client) throws IOException {
        Instant until = Instant.now().plus(RESTART_TIMEOUT);
        OutputStream output = client.getOutputStream();
        while (true) {
            try {
                return new RemoteSession(
                        session.endpoint(), selector, (err, bytes) -> write(output, bytes));
            } catch (Unreachable gone) {
                if (gone.isPermanent() || Instant.now().isAfter(until)) {
                    throw gone;
                }
                Pause.of(RESTART_INTERVAL);
            }
        }
    }

    private static void write(OutputStream client, byte[] bytes) {
        try {
            client.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void print(String reason) {
        Instant now = Instant.now();
        Instant before = printed.put(reason, now);
        if (before == null || before.plus(SILENCE).isBefore(now)) {
            session.progress("spawn: port %d of %s: %s".formatted(remotePort, selector, reason));
        }
    }
}
