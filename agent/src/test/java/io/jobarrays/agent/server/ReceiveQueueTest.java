package io.jobarrays.agent.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

class ReceiveQueueTest {
    private static final String MESSAGE = "{\"type\":\"peers\",\"generation\":1}";

    private final ReceiveQueue queue = new ReceiveQueue();

    @Test
    void receivesCompressedMessagesInParts() throws Exception {
        byte[] frame = gzip(MESSAGE);

        queue.onBinary(new EndlessSocket(), ByteBuffer.wrap(frame, 0, 7), false);
        queue.onBinary(new EndlessSocket(), ByteBuffer.wrap(frame, 7, frame.length - 7), true);
        queue.onBinary(new EndlessSocket(), ByteBuffer.wrap(gzip("second")), true);

        assertThat(queue.next()).contains(MESSAGE);
        assertThat(queue.next()).contains("second");
    }

    @Test
    void endsAfterAMessageThatCannotBeDecompressed() throws Exception {
        queue.onBinary(new EndlessSocket(), ByteBuffer.wrap("no gzip".getBytes(UTF_8)), true);

        assertThat(queue.next()).isEmpty();
        assertThat(queue.closeReason()).contains("cannot be decompressed");
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(text.getBytes(UTF_8));
        }
        return out.toByteArray();
    }

    /** Accepts all requests for more messages. */
    private static final class EndlessSocket implements WebSocket {
        @Override
        public void request(long n) {}

        @Override
        public CompletableFuture<WebSocket> sendText(CharSequence data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendBinary(ByteBuffer data, boolean last) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPing(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendPong(ByteBuffer message) {
            throw new UnsupportedOperationException();
        }

        @Override
        public CompletableFuture<WebSocket> sendClose(int statusCode, String reason) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String getSubprotocol() {
            return "";
        }

        @Override
        public boolean isOutputClosed() {
            return false;
        }

        @Override
        public boolean isInputClosed() {
            return false;
        }

        @Override
        public void abort() {}
    }
}
