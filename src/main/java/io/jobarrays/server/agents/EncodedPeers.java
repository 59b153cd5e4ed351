package io.jobarrays.server.agents;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jobarrays.contract.messages.AgentMessage;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Peers of one generation as a frame that is the same for all agents; encoded and compressed once,
 * when it is sent the first time. Not for concurrent use.
 */
public final class EncodedPeers {
    private final int generation;
    private final Supplier<AgentMessage.Peers> message;
    private @Nullable String text;
    private @Nullable Buffer compressed;

    public EncodedPeers(int generation, Supplier<AgentMessage.Peers> message) {
        this.generation = generation;
        this.message = message;
    }

    int generation() {
        return generation;
    }

    String text() {
        String encoded = text;
        if (encoded == null) {
            encoded = AgentFrames.write(message.get());
            text = encoded;
        }
        return encoded;
    }

    /** The text compressed with gzip. */
    Buffer compressed() {
        Buffer encoded = compressed;
        if (encoded == null) {
            encoded = Buffer.buffer(gzip(text().getBytes(UTF_8)));
            compressed = encoded;
        }
        return encoded;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(content);
        } catch (IOException e) {
            throw new UncheckedIOException("bytes in memory cannot be compressed", e);
        }
        return out.toByteArray();
    }
}
