package io.jobarrays.localcloud.machines.relay;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** Reads and writes DNS messages with the two-byte length prefix of DNS over TCP. */
final class DnsTcpCodec {
    private DnsTcpCodec() {}

    /**
     * @throws EOFException when the connection ends inside a message
     */
    static byte[] read(SocketChannel channel) throws IOException {
        int length = Short.toUnsignedInt(fill(channel, ByteBuffer.allocate(2)).getShort());
        return fill(channel, ByteBuffer.allocate(length)).array();
    }

    static void write(SocketChannel channel, byte[] message) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(2 + message.length);
        frame.putShort((short) message.length).put(message).flip();
        while (frame.hasRemaining()) {
            channel.write(frame);
        }
    }

    private static ByteBuffer fill(SocketChannel channel, ByteBuffer buffer) throws IOException {
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new EOFException("the connection ended inside a message");
            }
        }
        return buffer.flip();
    }
}
