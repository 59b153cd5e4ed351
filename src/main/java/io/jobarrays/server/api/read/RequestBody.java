package io.jobarrays.server.api.read;

import io.jobarrays.server.problems.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * A request's body, read within a bound. What is too much is still read to its end and thrown away:
 * a sender that is cut off in the middle never sees the sentence.
 */
public final class RequestBody {
    private static final int MAX_BYTES = 1024 * 1024;

    private RequestBody() {}

    /**
     * At most 1 MiB.
     *
     * @param what as a sentence begins: {@code job XML}
     */
    public static byte[] read(InputStream in, String what) {
        try {
            byte[] body = in.readNBytes(MAX_BYTES + 1);
            if (body.length > MAX_BYTES) {
                drain(in);
                throw new Refused(413, "SPAWN-TOO-LARGE", what + " may be 1 MiB; this is more");
            }
            return body;
        } catch (IOException e) {
            throw new UncheckedIOException("the request was cut off", e);
        }
    }

    /** Lets {@code taker} read; a body that it refuses is still read to its end. */
    public static <T> T stream(InputStream in, Function<InputStream, T> taker) {
        try {
            T taken = taker.apply(in);
            drain(in);
            return taken;
        } catch (Refused refused) {
            drain(in);
            throw refused;
        }
    }

    private static void drain(InputStream in) {
        try {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("the request was cut off", e);
        }
    }
}
