package io.jobarrays.localcloud.s3;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decodes {@code aws-chunked}: chunks of {@code SIZE[;chunk-signature=…]}, CRLF, content, CRLF, and
 * trailing headers after the chunk of size 0 (S3 API Reference, "Signature calculations for the
 * Authorization header: transferring payload in multiple chunks"). Signatures of chunks are not
 * verified: that of the headers is, and trailing checksums are.
 */
final class ChunkedContent extends InputStream {
    private static final int MAX_LINE = 8 << 10;

    private final InputStream in;
    private final Map<String, String> trailers = new TreeMap<>();
    private long left;
    private boolean first = true;
    private boolean ended;

    ChunkedContent(InputStream in) {
        this.in = in;
    }

    /** Trailing headers by lower-case name, complete at the end of the content. */
    Map<String, String> trailers() {
        return trailers;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int read = in.read(bytes, offset, (int) Math.min(length, left));
        if (read < 0) {
            throw S3Error.INCOMPLETE_BODY.error();
        }
        left -= read;
        return read;
    }

    private void nextChunk() throws IOException {
        if (!first) {
            line();
        }
        first = false;
        String size = line().split(";", 2)[0].strip();
        if (!size.matches("[0-9a-fA-F]{1,15}")) {
            throw S3Error.INCOMPLETE_BODY.error("A chunk of the body does not begin with its size");
        }
        left = Long.parseLong(size, 16);
        if (left == 0) {
            ended = true;
            readTrailers();
        }
    }

    private void readTrailers() throws IOException {
        for (String line = line(); !line.isEmpty(); line = line()) {
            String[] field = line.split(":", 2);
            if (field.length == 2) {
                trailers.put(field[0].strip().toLowerCase(Locale.ROOT), field[1].strip());
            }
        }
    }

    /** The next line; empty at the end of the body. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() > MAX_LINE) {
                throw S3Error.INCOMPLETE_BODY.error("A line between chunks is too long");
            }
            line.append((char) c);
        }
        return new String(
                        line.toString().getBytes(StandardCharsets.ISO_8859_1),
                        StandardCharsets.UTF_8)
                .strip();
    }
}
