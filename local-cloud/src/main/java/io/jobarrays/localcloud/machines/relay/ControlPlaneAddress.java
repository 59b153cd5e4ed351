package io.jobarrays.localcloud.machines.relay;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Address of the control plane, read from its file for every connection. */
public record ControlPlaneAddress(Path file) {
    private static final Pattern URL = Pattern.compile("\"url\"\\s*:\\s*\"(https?://[^\"]+)\"");
    private static final Pattern HTTPS_URL =
            Pattern.compile("\"https_url\"\\s*:\\s*\"(https://[^\"]+)\"");

    /**
     * Local address of connections of guests: a control plane in dev mode opens its pages to other
     * clients on the loopback interface.
     */
    private static final InetSocketAddress GUESTS =
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.2"), 0);

    /** Forwards a guest's connection to the control plane; answers 503 if it is unreachable. */
    void serve(SocketChannel guest) throws IOException {
        SocketChannel server;
        try {
            server = connect(url().filter(it -> it.startsWith("http:")));
        } catch (IOException | IllegalArgumentException e) {
            refuse(guest, "the control plane cannot be reached: " + e.getMessage());
            return;
        }
        ConnectionPipe.join(guest, server);
    }

    /** Forwards a guest's TLS connection, which the control plane decrypts. */
    void serveTls(SocketChannel guest) throws IOException {
        ConnectionPipe.join(guest, connect(find(HTTPS_URL)));
    }

    /** The control plane's URL; empty when its file does not exist or names none. */
    public Optional<String> url() {
        return find(URL);
    }

    private Optional<String> find(Pattern pattern) {
        try {
            Matcher url = pattern.matcher(Files.readString(file));
            return url.find() ? Optional.of(url.group(1)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private SocketChannel connect(Optional<String> url) throws IOException {
        URI uri = URI.create(url.orElseThrow(() -> new IOException(file + " names no url")));
        int port = uri.getPort() < 0 ? 80 : uri.getPort();
        InetSocketAddress server =
                new InetSocketAddress(InetAddress.getByName(uri.getHost()), port);
        SocketChannel channel = SocketChannel.open();
        try {
            if (server.getAddress().isLoopbackAddress()) {
                channel.bind(GUESTS);
            }
            channel.connect(server);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static void refuse(SocketChannel guest, String reason) throws IOException {
        byte[] body = (reason + "\n").getBytes(StandardCharsets.UTF_8);
        String head =
                "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nConnection: close\r\n"
                        + ("Content-Length: " + body.length + "\r\n\r\n");
        guest.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII)));
        guest.write(ByteBuffer.wrap(body));
        guest.shutdownOutput();
        // Closing with unread bytes would reset the connection and discard the answer.
        ByteBuffer rest = ByteBuffer.allocate(8192);
        while (guest.read(rest.clear()) >= 0) {
            Thread.onSpinWait();
        }
    }
}
