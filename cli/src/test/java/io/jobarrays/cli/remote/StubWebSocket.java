package io.jobarrays.cli.remote;

import io.jobarrays.cli.json.JsonValue;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** The server's end of one WebSocket (RFC 6455). */
final class StubWebSocket {
    private static final int LAST = 0x80;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    final String line;
    final String authorization;
    private final DataInputStream in;
    private final OutputStream out;

    /**
     * @param line the request's first
     */
    StubWebSocket(Socket socket, String line, String authorization) throws IOException {
        this.line = line;
        this.authorization = authorization;
        this.in = new DataInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /** The next object the client sends; null's JSON when it has gone. */
    JsonValue next() {
        try {
            ByteArrayOutputStream message = new ByteArrayOutputStream();
            while (true) {
                int head = in.readUnsignedByte();
                byte[] payload = payload();
                switch (head & 0x0f) {
                    case PING -> frame(PONG, payload);
                    case CLOSE -> throw new EOFException();
                    default -> message.writeBytes(payload);
                }
                if ((head & LAST) != 0 && message.size() > 0) {
                    return JsonValue.parse(message.toString(StandardCharsets.UTF_8));
                }
            }
        } catch (IOException gone) {
            return JsonValue.Literal.NULL;
        }
    }

    /** What is typed until its end. */
    String typed() {
        StringBuilder typed = new StringBuilder();
        for (JsonValue frame = next(); type(frame).equals("input"); frame = next()) {
            typed.append(text(frame));
        }
        return typed.toString();
    }

    static String type(JsonValue frame) {
        return frame.text("type").orElse("");
    }

    static String text(JsonValue input) {
        byte[] data = Base64.getDecoder().decode(input.text("data").orElse(""));
        return new String(data, StandardCharsets.UTF_8);
    }

    StubWebSocket write(String stream, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return say(
                "{\"type\":\"output\",\"stream\":\"%s\",\"data\":\"%s\"}"
                        .formatted(stream, Base64.getEncoder().encodeToString(bytes)));
    }

    void end(String exit) {
        say("{\"type\":\"ended\",\"exit\":\"%s\",\"problem\":null}".formatted(exit));
        frame(CLOSE, new byte[] {3, (byte) 0xe8});
    }

    StubWebSocket say(String frame) {
        frame(TEXT, frame.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Returns when the client has taken all that was said. */
    void taken() {
        frame(PING, new byte[0]);
        try {
            while ((in.readUnsignedByte() & 0x0f) != PONG) {
                payload();
            }
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }

    private byte[] payload() throws IOException {
        int length = in.readUnsignedByte() & 0x7f;
        length =
                length == 126
                        ? in.readUnsignedShort()
                        : length == 127 ? (int) in.readLong() : length;
        byte[] mask = in.readNBytes(4);
        byte[] payload = in.readNBytes(length);
        for (int i = 0; i < payload.length; i++) {
            payload[i] ^= mask[i % 4];
        }
        return payload;
    }

    private void frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 4);
        frame.put((byte) (LAST | opcode));
        if (payload.length < 126) {
            frame.put((byte) payload.length);
        } else {
            frame.put((byte) 126).putShort((short) payload.length);
        }
        frame.put(payload);
        try {
            out.write(frame.array(), 0, frame.position());
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
