package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.protocol.AwsError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.Semaphore;

/**
 * Memory for large request bodies, shared by all requests: many large or slow bodies are refused
 * instead of filling the heap. A body of at most 16 KiB always has memory.
 */
final class BodyMemory {
    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final int MAX_DISCARDED_BYTES = 64 << 20;
    private static final int CHUNK_BYTES = 16 << 10;

    private final Semaphore freeBytes;

    BodyMemory(int bytes) {
        this.freeBytes = new Semaphore(bytes);
    }

    /**
     * Reads a body.
     *
     * @throws AwsError {@code RequestEntityTooLarge} above 4 MiB, {@code ServiceUnavailable} when
     *     the memory is in use
     */
    Lease read(InputStream in) throws IOException {
        byte[] chunk = in.readNBytes(CHUNK_BYTES);
        Lease lease = new Lease(chunk);
        if (chunk.length < CHUNK_BYTES) {
            return lease;
        }
        try {
            lease.body = large(chunk, in, lease);
            return lease;
        } catch (AwsError e) {
            // Discarding takes as long as the client sends: others get the memory before.
            lease.close();
            discardRest(in);
            throw e;
        } catch (IOException | RuntimeException e) {
            lease.close();
            throw e;
        }
    }

    private static byte[] large(byte[] first, InputStream in, Lease lease) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] chunk = first;
        while (chunk.length > 0) {
            body.write(chunk);
            if (body.size() > MAX_BODY_BYTES) {
                throw new AwsError(413, "RequestEntityTooLarge", "The request body is too large.");
            }
            chunk = in.readNBytes(CHUNK_BYTES);
            lease.take(chunk.length);
        }
        return body.toByteArray();
    }

    /** Without it the client would see a closed connection instead of the answer. */
    static void discardRest(InputStream in) throws IOException {
        byte[] buffer = new byte[CHUNK_BYTES];
        for (int discarded = 0; discarded < MAX_DISCARDED_BYTES; ) {
            int read = in.read(buffer);
            if (read < 0) {
                return;
            }
            discarded += read;
        }
    }

    /** A body with the memory it takes, until it is closed. */
    final class Lease implements AutoCloseable {
        private byte[] body;
        private int taken;

        private Lease(byte[] body) {
            this.body = body;
        }

        private void take(int bytes) {
            if (!freeBytes.tryAcquire(bytes)) {
                throw new AwsError(
                        503,
                        "ServiceUnavailable",
                        "Too many large requests are being received. Repeat the request.");
            }
            taken += bytes;
        }

        byte[] body() {
            return body;
        }

        @Override
        public void close() {
            freeBytes.release(taken);
            taken = 0;
        }
    }
}
