package io.jobarrays.localcloud.machines.relay;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Process in the VPC that listens on the link-local service addresses and forwards each connection
 * to the {@link ServiceRelay} over a Unix socket, which crosses network namespaces. The first line
 * names the target and the instance's address.
 */
public final class Relay {
    /** Location of its classes: the jar of the local cloud, or the build's output directory. */
    public static final Path CLASSES =
            Path.of(Relay.class.getProtectionDomain().getCodeSource().getLocation().getPath());

    public static final String METADATA = "169.254.169.254";
    static final String RESOLVER = "169.254.169.253";
    static final String CONTROL_PLANE = "169.254.169.252";
    public static final String ENDPOINT = "169.254.169.251";

    private final SocketAddress serviceRelay;

    private Relay(Path socket) {
        this.serviceRelay = UnixDomainSocketAddress.of(socket);
    }

    public static void main(String[] arguments) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Relay relay = new Relay(Path.of(arguments[0]));
        relay.listen(RelayTarget.METADATA, METADATA, 80);
        relay.listen(RelayTarget.CONTROL_PLANE, CONTROL_PLANE, 80);
        relay.listen(RelayTarget.CONTROL_PLANE_TLS, CONTROL_PLANE, 443);
        relay.listen(RelayTarget.ENDPOINT, ENDPOINT, 80);
        relay.listen(RelayTarget.DNS_TCP, RESOLVER, 53);
        relay.listenUdp(RESOLVER, 53);
        System.out.println("ready");
        Thread.sleep(Long.MAX_VALUE);
    }

    private void listen(RelayTarget target, String address, int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        server.bind(new InetSocketAddress(address, port), 512);
        Thread.ofVirtual().start(() -> accept(server, target));
    }

    private void accept(ServerSocketChannel server, RelayTarget target) {
        while (true) {
            try {
                SocketChannel guest = server.accept();
                Thread.ofVirtual().start(() -> forward(guest, target));
            } catch (IOException e) {
                System.err.println("relay: " + target + ": " + e);
            }
        }
    }

    private void forward(SocketChannel guest, RelayTarget target) {
        try {
            ConnectionPipe.join(guest, connect(target, guest.getRemoteAddress()));
        } catch (IOException e) {
            ConnectionPipe.close(guest);
        }
    }

    private SocketChannel connect(RelayTarget target, SocketAddress guest) throws IOException {
        SocketChannel channel = SocketChannel.open(serviceRelay);
        String from = ((InetSocketAddress) guest).getAddress().getHostAddress();
        channel.write(
                ByteBuffer.wrap((target + " " + from + "\n").getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private void listenUdp(String address, int port) throws IOException {
        DatagramChannel server = DatagramChannel.open();
        server.bind(new InetSocketAddress(address, port));
        Thread.ofVirtual().start(() -> receiveQueries(server));
    }

    private void receiveQueries(DatagramChannel server) {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (true) {
            try {
                SocketAddress guest = server.receive(buffer.clear());
                byte[] query = new byte[buffer.flip().remaining()];
                buffer.get(query);
                Thread.ofVirtual().start(() -> forwardQuery(server, guest, query));
            } catch (IOException e) {
                System.err.println("relay: " + RelayTarget.DNS_UDP + ": " + e);
            }
        }
    }

    private void forwardQuery(DatagramChannel server, SocketAddress guest, byte[] query) {
        try (SocketChannel channel = connect(RelayTarget.DNS_UDP, guest)) {
            DnsTcpCodec.write(channel, query);
            byte[] answer = DnsTcpCodec.read(channel);
            if (answer.length > 0) {
                server.send(ByteBuffer.wrap(answer), guest);
            }
        } catch (IOException e) {
            // The resolver repeats the query, as after any lost datagram.
        }
    }
}
