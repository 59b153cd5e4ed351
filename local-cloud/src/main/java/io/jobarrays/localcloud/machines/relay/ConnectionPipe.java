package io.jobarrays.localcloud.machines.relay;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Copies bytes between two connections in both directions; each direction ends on its own. */
final class ConnectionPipe {
    private static final int BUFFER_BYTES = 16 * 1024;

    private ConnectionPipe() {}

    /** Copies until both directions have ended or one has failed; closes both connections. */
    static void join(SocketChannel one, SocketChannel other) {
        try (one;
                other) {
            noDelay(one);
            noDelay(other);
            Thread back = Thread.ofVirtual().start(() -> copyOrClose(other, one));
            copyOrClose(one, other);
            back.join();
        } catch (IOException e) {
            // Both connections are already closed.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void copyOrClose(SocketChannel from, SocketChannel to) {
        try {
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
            while (from.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    to.write(buffer);
                }
            }
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    static void close(SocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // There is no other way to close it.
        }
    }

    private static void noDelay(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }
}
