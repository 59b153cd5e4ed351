package io.jobarrays.agent.server;

import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.commons.io.input.BoundedInputStream;

/** Resumable upload of a file in chunks; continues at the offset the server has stored. */
public final class AgentUpload {
    private static final long CHUNK_BYTES = 8L << 20;
    private static final String OFFSET_HEADER = "Upload-Offset";

    /** Consecutive responses without progress after which the upload fails. */
    private static final int MAX_ATTEMPTS_WITHOUT_PROGRESS = 10;

    private static final int TOO_LARGE = 413;

    private final ServerFiles serverFiles;
    private final String path;
    private final Path file;
    private final long length;

    private AgentUpload(ServerFiles serverFiles, String path, int attempt, Path file)
            throws IOException {
        this.serverFiles = serverFiles;
        this.file = file;
        this.length = Files.size(file);
        this.path = "%s?sha256=%s&attempt=%d".formatted(path, Sha256.ofFile(file), attempt);
    }

    /**
     * Uploads a file of an attempt; after an interruption only the missing part is sent.
     *
     * @param path of the server that takes files of this kind
     * @throws UploadTooLarge if the server does not accept this size
     */
    public static void upload(ServerFiles serverFiles, String path, int attempt, Path file)
            throws IOException, InterruptedException {
        new AgentUpload(serverFiles, path, attempt, file).run();
    }

    private void run() throws UploadTooLarge, InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        long offset = fetchStoredOffset();
        for (int attempts = 0; attempts < MAX_ATTEMPTS_WITHOUT_PROGRESS; attempts++) {
            HttpResponse<String> response = sendChunk(offset);
            if (response.statusCode() == 201) {
                return;
            }
            long next = nextOffset(response);
            if (next > offset) {
                attempts = 0;
            } else {
                backoff.pause();
            }
            offset = next;
        }
        throw new Refusal(
                "%s: the server has stored %d of %d bytes and accepts no more"
                        .formatted(path, offset, length));
    }

    private long nextOffset(HttpResponse<String> response)
            throws UploadTooLarge, InterruptedException {
        return switch (response.statusCode()) {
            case 200, 204 -> storedOffset(response);
            case 409 -> fetchStoredOffset();
            case TOO_LARGE ->
                    throw new UploadTooLarge(
                            ServerFiles.refusal(path, TOO_LARGE, response.body()).sentence());
            default -> throw ServerFiles.refusal(path, response.statusCode(), response.body());
        };
    }

    private long fetchStoredOffset() throws InterruptedException {
        HttpResponse<String> response =
                serverFiles.call("HEAD", path, Map.of(), BodyPublishers::noBody);
        return switch (response.statusCode()) {
            case 200, 204 -> storedOffset(response);
            case 404 -> 0;
            default -> throw ServerFiles.refusal(path, response.statusCode(), response.body());
        };
    }

    private long storedOffset(HttpResponse<String> response) {
        long offset = response.headers().firstValueAsLong(OFFSET_HEADER).orElse(-1);
        if (offset < 0 || offset > length) {
            throw new Refusal(
                    "%s: the server's response has no valid Upload-Offset".formatted(path));
        }
        return offset;
    }

    private HttpResponse<String> sendChunk(long offset) throws InterruptedException {
        long chunkLength = Math.min(CHUNK_BYTES, length - offset);
        return serverFiles.call(
                "PATCH",
                path,
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        OFFSET_HEADER,
                        "" + offset,
                        "Upload-Length",
                        "" + length),
                () -> chunkLength == 0 ? BodyPublishers.noBody() : chunkBody(offset, chunkLength));
    }

    private BodyPublisher chunkBody(long offset, long chunkLength) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> openChunk(offset, chunkLength)), chunkLength);
    }

    private InputStream openChunk(long offset, long chunkLength) {
        try {
            FileChannel channel = FileChannel.open(file).position(offset);
            return BoundedInputStream.builder()
                    .setInputStream(Channels.newInputStream(channel))
                    .setMaxCount(chunkLength)
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
