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

/** Accepts connections from the {@link Relay} and forwards each to its {@link RelayTarget}. */
public final class ServiceRelay implements AutoCloseable {
    private final Map<String, String> instanceByAddress = new ConcurrentHashMap<>();
    private final Map<String, Set<SocketChannel>> connections = new ConcurrentHashMap<>();
    private final ServerSocketChannel server;
    private final MetadataServer metadata;
    private final ControlPlaneAddress controlPlane;
    private final GuestServices services;
    private final Path directory;
    private final Path socket;

    public ServiceRelay(GuestServices services, ControlPlaneAddress controlPlane)
            throws IOException {
        this.services = services;
        this.controlPlane = controlPlane;
        this.metadata = new MetadataServer(services);
        // The path of a Unix socket is limited to 107 bytes; a state directory may be longer.
        this.directory = Files.createTempDirectory("vpc");
        this.socket = directory.resolve("relay");
        this.server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().name("service-relay").start(this::accept);
    }

    public Path socket() {
        return socket;
    }

    public void register(String address, String instanceId) {
        instanceByAddress.put(address, instanceId);
    }

    /** Removes an instance and closes its connections, whose peer may have ended without a FIN. */
    public void unregister(String address) {
        instanceByAddress.remove(address);
        connections.getOrDefault(address, Set.of()).forEach(ConnectionPipe::close);
        connections.remove(address);
    }

    private void accept() {
        while (server.isOpen()) {
            try {
                SocketChannel connection = server.accept();
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                ConsoleLog.failure("service relay", e);
            }
        }
    }

    private void serve(SocketChannel connection) {
        try (connection) {
            String[] header = firstLine(connection).split(" ", -1);
            String instanceId = instanceByAddress.get(header[1]);
            if (instanceId == null) {
                return;
            }
            Set<SocketChannel> open =
                    connections.computeIfAbsent(header[1], _ -> ConcurrentHashMap.newKeySet());
            open.add(connection);
            try {
                // Unregistered in the meantime: unregister() did not see this connection.
                if (!instanceByAddress.containsKey(header[1])) {
                    return;
                }
                dispatch(connection, RelayTarget.valueOf(header[0]), instanceId);
            } finally {
                open.remove(connection);
            }
        } catch (IOException e) {
            // The instance closed the connection or retries.
        } catch (RuntimeException e) {
            ConsoleLog.failure("service relay", e);
        }
    }

    private void dispatch(SocketChannel connection, RelayTarget target, String instanceId)
            throws IOException {
        switch (target) {
            case METADATA -> metadata.serve(connection, instanceId);
            case CONTROL_PLANE -> controlPlane.serve(connection);
            case CONTROL_PLANE_TLS -> controlPlane.serveTls(connection);
            case ENDPOINT -> ConnectionPipe.join(connection, connectEndpoint());
            case DNS_UDP ->
                    DnsTcpCodec.write(connection, services.dns(DnsTcpCodec.read(connection)));
            case DNS_TCP -> {
                while (true) {
                    DnsTcpCodec.write(
                            connection, services.dnsOverTcp(DnsTcpCodec.read(connection)));
                }
            }
        }
    }

    private SocketChannel connectEndpoint() throws IOException {
        return SocketChannel.open(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), services.endpointPort()));
    }

    private static String firstLine(SocketChannel connection) throws IOException {
        StringBuilder line = new StringBuilder();
        ByteBuffer one = ByteBuffer.allocate(1);
        while (line.length() < 64) {
            if (connection.read(one.clear()) < 0) {
                throw new EOFException("the relay sent no header");
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
            // vpc.sh has deleted the socket, unless the VPC failed to start.
            Files.deleteIfExists(socket);
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            ConsoleLog.failure("service relay", e);
        }
        connections.values().forEach(open -> open.forEach(ConnectionPipe::close));
        metadata.close();
    }
}
