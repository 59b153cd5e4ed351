package io.jobarrays.localcloud.machines.relay;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Two connections made one: bytes both ways, and the end of either direction on its own. */
final class ConnectionPipe {
    private static final int BUFFER_BYTES = 16 * 1024;

    private ConnectionPipe() {}

    /** Copies until both directions ended or one broke; closes both connections. */
    static void join(SocketChannel one, SocketChannel other) {
        try (one;
                other) {
            noDelay(one);
            noDelay(other);
            Thread back = Thread.ofVirtual().start(() -> copyOrClose(other, one));
            copyOrClose(one, other);
            back.join();
        } catch (IOException e) {
            // Closing is all that is left to do, and it was done.
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
            // It is closed as far as it can be.
        }
    }

    private static void noDelay(SocketChannel channel) throws IOException {
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        }
    }
}
