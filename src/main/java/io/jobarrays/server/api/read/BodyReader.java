package io.jobarrays.server.api.read;

import io.jobarrays.server.problems.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Function;

/**
 * Body of a request, read up to a limit. A body above the limit is read to its end and discarded,
 * because a client whose connection is closed while it sends never reads the refusal.
 */
public final class BodyReader {
    private static final int MAX_BYTES = 1 << 20;

    private BodyReader() {}

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

    /** Passes the body to {@code reader}; a body that it refuses is read to its end, too. */
    public static <T> T stream(InputStream in, Function<InputStream, T> reader) {
        try {
            T result = reader.apply(in);
            drain(in);
            return result;
        } catch (Refused refused) {
            drain(in);
            throw refused;
        }
    }

    private static void drain(InputStream in) {
        try {
            in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException("the request was cut off", e);
        }
    }
}
