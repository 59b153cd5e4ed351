package io.jobarrays.localcloud.dns;

import io.jobarrays.localcloud.base.ConsoleLog;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/** DNS server on the loopback, UDP and TCP on the same port. */
public final class DnsListener implements AutoCloseable {
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final int CLIENT_TIMEOUT_MS = 10_000;
    private static final int MAX_BIND_ATTEMPTS = 20;

    private final NameServer server;
    private final DatagramSocket udp;
    private final ServerSocket tcp;

    private DnsListener(NameServer server, DatagramSocket udp, ServerSocket tcp) {
        this.server = server;
        this.udp = udp;
        this.tcp = tcp;
    }

    /**
     * Listens on 127.0.0.1.
     *
     * @param port 0 selects a port that is free in both protocols
     */
    public static DnsListener listen(int port, NameServer server) throws IOException {
        for (int attempt = 1; ; attempt++) {
            ServerSocket tcp = new ServerSocket(port, 50, LOOPBACK);
            try {
                var address = new InetSocketAddress(LOOPBACK, tcp.getLocalPort());
                DnsListener dns = new DnsListener(server, new DatagramSocket(address), tcp);
                Thread.ofPlatform().daemon().name("dns-udp").start(dns::serveUdp);
                Thread.ofPlatform().daemon().name("dns-tcp").start(dns::serveTcp);
                return dns;
            } catch (BindException e) {
                tcp.close();
                if (port != 0 || attempt == MAX_BIND_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    public int port() {
        return tcp.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }

    private void serveUdp() {
        byte[] buffer = new byte[4096];
        while (!udp.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                udp.receive(packet);
                byte[] answer =
                        server.answerUdp(Arrays.copyOf(packet.getData(), packet.getLength()));
                if (answer.length > 0) {
                    udp.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            } catch (IOException | RuntimeException e) {
                report(e, udp.isClosed());
            }
        }
    }

    private void serveTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket client = tcp.accept();
                Thread.ofVirtual().name("dns-client").start(() -> serve(client));
            } catch (IOException e) {
                report(e, tcp.isClosed());
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setSoTimeout(CLIENT_TIMEOUT_MS);
            DataInputStream in = new DataInputStream(client.getInputStream());
            DataOutputStream out = new DataOutputStream(client.getOutputStream());
            while (true) {
                byte[] query = new byte[in.readUnsignedShort()];
                in.readFully(query);
                byte[] answer = server.answerTcp(query);
                byte[] framed = new byte[answer.length + 2];
                framed[0] = (byte) (answer.length >> 8);
                framed[1] = (byte) answer.length;
                System.arraycopy(answer, 0, framed, 2, answer.length);
                out.write(framed);
            }
        } catch (IOException e) {
            // The client closed the connection or was idle for too long; both end the connection.
        } catch (RuntimeException e) {
            report(e, false);
        }
    }

    private static void report(Exception e, boolean closed) {
        if (!closed) {
            ConsoleLog.failure("a DNS query could not be answered", e);
        }
    }
}
