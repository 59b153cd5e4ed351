package io.jobarrays.localcloud.machines.relay;

import io.jobarrays.localcloud.base.ConsoleLog;
import io.jobarrays.localcloud.base.GuestServices;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Takes what the {@link Relay} carries out of the VPC and leads each connection to its answer. */
public final class ServiceRelay implements AutoCloseable {
    private final Map<String, String> instanceByAddress = new ConcurrentHashMap<>();
    private final Map<String, Set<SocketChannel>> connections = new ConcurrentHashMap<>();
    private final ServerSocketChannel server;
    private final MetadataServer metadata;
    private final ControlPlaneAddress controlPlane;
    private final GuestServices guest;
    private final Path directory;
    private final Path socket;

    public ServiceRelay(GuestServices guest, ControlPlaneAddress controlPlane) throws IOException {
        this.guest = guest;
        this.controlPlane = controlPlane;
        this.metadata = new MetadataServer(guest);
        // A Unix socket's path holds 107 bytes, which a state directory may exceed.
        this.directory = Files.createTempDirectory("vpc");
        this.socket = directory.resolve("relay");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("switchboard").start(this::accept);
    }

    public Path socket() {
        return socket;
    }

    public void register(String address, String instanceId) {
        instanceByAddress.put(address, instanceId);
    }

    /** Forgets an instance and hangs up for it: its kernel side may have gone without a word. */
    public void unregister(String address) {
        instanceByAddress.remove(address);
        connections.getOrDefault(address, Set.of()).forEach(ConnectionPipe::close);
        connections.remove(address);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel call = server.accept();
                Thread.ofVirtual().start(() -> serve(call));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                ConsoleLog.failure("switchboard", e);
            }
        }
    }

    private void serve(SocketChannel call) {
        try (call) {
            String[] head = firstLine(call).split(" ", -1);
            String instanceId = instanceByAddress.get(head[1]);
            if (instanceId == null) {
                return;
            }
            Set<SocketChannel> open =
                    connections.computeIfAbsent(head[1], _ -> ConcurrentHashMap.newKeySet());
            open.add(call);
            try {
                // Dismissed since we looked: nobody would hang up for it.
                if (!instanceByAddress.containsKey(head[1])) {
                    return;
                }
                dispatch(call, RelayTarget.valueOf(head[0]), instanceId);
            } finally {
                open.remove(call);
            }
        } catch (IOException e) {
            // The guest hung up, or asks again.
        }
    }

    private void dispatch(SocketChannel call, RelayTarget door, String instanceId)
            throws IOException {
        switch (door) {
            case METADATA -> metadata.serve(call, instanceId);
            case CONTROL_PLANE -> controlPlane.serve(call);
            case ENDPOINT -> ConnectionPipe.join(call, connectEndpoint());
            case DNS_UDP -> DnsTcpCodec.write(call, guest.dns(DnsTcpCodec.read(call)));
            case DNS_TCP -> {
                while (true) {
                    DnsTcpCodec.write(call, guest.dnsOverTcp(DnsTcpCodec.read(call)));
                }
            }
        }
    }

    private SocketChannel connectEndpoint() throws IOException {
        return SocketChannel.open(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), guest.endpointPort()));
    }

    private static String firstLine(SocketChannel call) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (line.length() < 64) {
            if (call.read(one.clear()) < 0) {
                throw new EOFException("the relay said nothing");
            }
            char c = (char) one.flip().get();
            if (c == '\n') {
                return line.toString();
            }
            line.append(c);
        }
        throw new IOException("not the relay: " + line);
    }

    @Override
    public void close() {
        try {
            server.close();
            // Gone already, unless the VPC did not come up.
            Files.deleteIfExists(socket);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            ConsoleLog.failure("switchboard", e);
        }
        connections.values().forEach(open -> open.forEach(ConnectionPipe::close));
        metadata.close();
    }
}
