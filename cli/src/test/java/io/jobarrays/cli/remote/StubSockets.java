package io.jobarrays.cli.remote;

import io.jobarrays.cli.StubServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.function.Consumer;

/** Stands before a {@link StubServer} and takes WebSockets, each into a conversation of its own. */
final class StubSockets implements AutoCloseable {
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(5);
    private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final ServerSocket door;
    private final URI behind;
    private final Consumer<StubWebSocket> conversation;

    StubSockets(StubServer server, Consumer<StubWebSocket> conversation) throws IOException {
        this.door = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        this.behind = URI.create(server.url());
        this.conversation = conversation;
        Thread.ofVirtual().start(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + door.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        door.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = door.accept();
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException over) {
            // The test has ended.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            String head = head(socket.getInputStream());
            if (head.toLowerCase(Locale.ROOT).contains("upgrade: websocket")) {
                socket.getOutputStream().write(accepted(header(head, "Sec-WebSocket-Key")));
                conversation.accept(
                        new StubWebSocket(
                                socket,
                                head.lines().findFirst().orElse(""),
                                header(head, "Authorization")));
                endSending(socket);
            } else {
                pass(head, socket);
            }
        } catch (IOException | UncheckedIOException | GeneralSecurityException gone) {
            // So is the other side.
        }
    }

    /**
     * Reads what the client still sends before the socket is closed: closing with unread bytes
     * resets the connection, and the client loses the last frames.
     */
    private static void endSending(Socket socket) throws IOException {
        socket.shutdownOutput();
        socket.setSoTimeout((int) DRAIN_TIMEOUT.toMillis());
        socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    }

    private void pass(String head, Socket socket) throws IOException {
        try (Socket server = new Socket(behind.getHost(), behind.getPort())) {
            server.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            Thread.ofVirtual().start(() -> copy(socket, server));
            server.getInputStream().transferTo(socket.getOutputStream());
        }
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException gone) {
            // So is the other side.
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("no request");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static String header(String head, String name) {
        return head.lines()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse("");
    }

    private static byte[] accepted(String key) throws GeneralSecurityException {
        byte[] hash =
                MessageDigest.getInstance("SHA-1")
                        .digest((key + MAGIC).getBytes(StandardCharsets.US_ASCII));
        return """
        HTTP/1.1 101 Switching Protocols\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Accept: %s\r
        \r
        """
                .formatted(Base64.getEncoder().encodeToString(hash))
                .getBytes(StandardCharsets.US_ASCII);
    }
}
