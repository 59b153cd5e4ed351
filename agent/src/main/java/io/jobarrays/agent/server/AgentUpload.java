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

/** Brings a file to the server in pieces, and goes on from what the server has of it. */
public final class AgentUpload {
    private static final long CHUNK_BYTES = 8L << 20;
    private static final String OFFSET_HEADER = "Upload-Offset";

    /** Answers in a row that take nothing, before we no longer believe that any will. */
    private static final int MAX_ATTEMPTS_WITHOUT_PROGRESS = 10;

    private final ServerFiles serverFiles;
    private final String path;
    private final Path file;
    private final long length;

    private AgentUpload(ServerFiles calls, int attempt, Path file) throws IOException {
        this.serverFiles = calls;
        this.file = file;
        this.length = Files.size(file);
        this.path = "/agents/outputs?sha256=%s&attempt=%d".formatted(Sha256.ofFile(file), attempt);
    }

    /** Also a second time after an interruption; only what is missing goes over the line. */
    public static void uploadOutputs(ServerFiles calls, int attempt, Path file)
            throws IOException, InterruptedException {
        new AgentUpload(calls, attempt, file).run();
    }

    private void run() throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        long offset = fetchStoredOffset();
        for (int fruitless = 0; fruitless < MAX_ATTEMPTS_WITHOUT_PROGRESS; fruitless++) {
            HttpResponse<String> answer = sendChunk(offset);
            if (answer.statusCode() == 201) {
                return;
            }
            long next = nextOffset(answer);
            if (next > offset) {
                fruitless = 0;
            } else {
                backoff.pause();
            }
            offset = next;
        }
        throw new Refusal(
                "%s: the server keeps %d of %d bytes and takes no more"
                        .formatted(path, offset, length));
    }

    private long nextOffset(HttpResponse<String> answer) throws InterruptedException {
        return switch (answer.statusCode()) {
            case 200, 204 -> storedOffset(answer);
            case 409 -> fetchStoredOffset();
            default -> throw ServerFiles.refusal(path, answer.statusCode(), answer.body());
        };
    }

    private long fetchStoredOffset() throws InterruptedException {
        HttpResponse<String> answer =
                serverFiles.call("HEAD", path, Map.of(), BodyPublishers::noBody);
        return switch (answer.statusCode()) {
            case 200, 204 -> storedOffset(answer);
            case 404 -> 0;
            default -> throw ServerFiles.refusal(path, answer.statusCode(), answer.body());
        };
    }

    private long storedOffset(HttpResponse<String> answer) {
        long offset = answer.headers().firstValueAsLong(OFFSET_HEADER).orElse(-1);
        if (offset < 0 || offset > length) {
            throw new Refusal("%s: the server does not say what it has".formatted(path));
        }
        return offset;
    }

    private HttpResponse<String> sendChunk(long offset) throws InterruptedException {
        long piece = Math.min(CHUNK_BYTES, length - offset);
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
                () -> piece == 0 ? BodyPublishers.noBody() : chunkBody(offset, piece));
    }

    private BodyPublisher chunkBody(long offset, long piece) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> openChunk(offset, piece)), piece);
    }

    private InputStream openChunk(long offset, long piece) {
        try {
            FileChannel channel = FileChannel.open(file).position(offset);
            return BoundedInputStream.builder()
                    .setInputStream(Channels.newInputStream(channel))
                    .setMaxCount(piece)
                    .get();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
