package io.jobarrays.agent.server;

import io.jobarrays.agent.host.FileDigests;
import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.contract.Refusal;
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
    private static final long PIECE = 8L << 20;
    private static final String OFFSET = "Upload-Offset";

    /** Answers in a row that take nothing, before we no longer believe that any will. */
    private static final int FRUITLESS = 10;

    private final ServerFiles calls;
    private final String path;
    private final Path file;
    private final long length;

    private AgentUpload(ServerFiles calls, int attempt, Path file) throws IOException {
        this.calls = calls;
        this.file = file;
        this.length = Files.size(file);
        this.path =
                "/agents/outputs?sha256=%s&attempt=%d".formatted(FileDigests.sha256(file), attempt);
    }

    /** Also a second time after an interruption; only what is missing goes over the line. */
    public static void outputs(ServerFiles calls, int attempt, Path file)
            throws IOException, InterruptedException {
        new AgentUpload(calls, attempt, file).run();
    }

    private void run() throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        long offset = held();
        for (int fruitless = 0; fruitless < FRUITLESS; fruitless++) {
            HttpResponse<String> answer = send(offset);
            if (answer.statusCode() == 201) {
                return;
            }
            long next = next(answer);
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

    private long next(HttpResponse<String> answer) throws InterruptedException {
        return switch (answer.statusCode()) {
            case 200, 204 -> offset(answer);
            case 409 -> held();
            default -> throw ServerFiles.refused(path, answer.statusCode(), answer.body());
        };
    }

    private long held() throws InterruptedException {
        HttpResponse<String> answer = calls.call("HEAD", path, Map.of(), BodyPublishers::noBody);
        return switch (answer.statusCode()) {
            case 200, 204 -> offset(answer);
            case 404 -> 0;
            default -> throw ServerFiles.refused(path, answer.statusCode(), answer.body());
        };
    }

    private long offset(HttpResponse<String> answer) {
        long offset = answer.headers().firstValueAsLong(OFFSET).orElse(-1);
        if (offset < 0 || offset > length) {
            throw new Refusal("%s: the server does not say what it has".formatted(path));
        }
        return offset;
    }

    private HttpResponse<String> send(long offset) throws InterruptedException {
        long piece = Math.min(PIECE, length - offset);
        return calls.call(
                "PATCH",
                path,
                Map.of(
                        "Content-Type",
                        "application/octet-stream",
                        OFFSET,
                        "" + offset,
                        "Upload-Length",
                        "" + length),
                () -> piece == 0 ? BodyPublishers.noBody() : body(offset, piece));
    }

    private BodyPublisher body(long offset, long piece) {
        return BodyPublishers.fromPublisher(
                BodyPublishers.ofInputStream(() -> open(offset, piece)), piece);
    }

    private InputStream open(long offset, long piece) {
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
