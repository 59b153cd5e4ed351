package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.protocol.AwsError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Receives the content of an object or part into a file, and checks length and digests. */
final class ContentReceiver {
    private static final long MAX_BYTES = 5L << 30;
    private static final int BUFFER_BYTES = 64 << 10;

    private final S3Disk disk;

    ContentReceiver(S3Disk disk) {
        this.disk = disk;
    }

    /**
     * @param checksums headers of the answer: those that the client sent and that are right
     */
    record Received(S3Disk.StoredFile file, String etag, Map<String, String> checksums) {}

    /**
     * @throws AwsError when it is too large, does not fit, or is not as announced
     */
    Received receive(S3Request request) {
        long length = length(request);
        if (length > MAX_BYTES) {
            throw S3Error.ENTITY_TOO_LARGE.error();
        }
        try {
            S3Disk.StoredFile file = disk.allocate(length);
            try {
                return receive(request, file);
            } catch (IOException | AwsError e) {
                disk.cancel(file);
                throw e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Received receive(S3Request request, S3Disk.StoredFile file) throws IOException {
        String payload = request.header("x-amz-content-sha256").orElse("");
        InputStream body = request.call().stream();
        Map<String, String> digests = digestHeaders(request);
        ContentDigests.Values values;
        if (payload.startsWith("STREAMING-")) {
            ChunkedContent chunks = new ChunkedContent(body);
            values = copy(chunks, file);
            chunks.trailers().entrySet().stream()
                    .filter(it -> ContentDigests.isDigest(it.getKey()))
                    .forEach(it -> digests.put(it.getKey(), it.getValue()));
        } else {
            values = copy(body, file);
            if (payload.matches("[0-9a-f]{64}") && !values.hasSha256(payload)) {
                throw S3Error.SHA256_MISMATCH.error();
            }
        }
        digests.forEach(values::check);
        digests.remove("content-md5");
        return new Received(file, values.etag(), digests);
    }

    private static ContentDigests.Values copy(InputStream in, S3Disk.StoredFile file)
            throws IOException {
        ContentDigests digests = new ContentDigests();
        byte[] buffer = new byte[BUFFER_BYTES];
        long left = file.bytes();
        try (OutputStream out = Files.newOutputStream(file.path())) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                left -= n;
                if (left < 0) {
                    break;
                }
                digests.update(buffer, n);
                out.write(buffer, 0, n);
            }
        }
        if (left != 0) {
            throw S3Error.INCOMPLETE_BODY.error();
        }
        return digests.values();
    }

    private static Map<String, String> digestHeaders(S3Request request) {
        Map<String, String> digests = new TreeMap<>();
        request.call()
                .headerNames()
                .filter(ContentDigests::isDigest)
                .forEach(
                        name ->
                                digests.put(
                                        name.toLowerCase(Locale.ROOT),
                                        request.header(name).orElse("")));
        return new HashMap<>(digests);
    }

    private static long length(S3Request request) {
        String text =
                request.header("x-amz-decoded-content-length")
                        .or(() -> request.header("Content-Length"))
                        .orElseThrow(S3Error.MISSING_CONTENT_LENGTH::error);
        if (!text.matches("\\d{1,15}")) {
            throw S3Error.INVALID_ARGUMENT.error("The length of the content is not a number");
        }
        return Long.parseLong(text);
    }
}
