package io.jobarrays.agent;

import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.contract.messages.AgentMessage.EndStored;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.Log;
import io.jobarrays.contract.messages.AgentMessage.LogStored;
import io.jobarrays.contract.messages.AgentMessage.SessionOutput;
import io.jobarrays.contract.messages.AgentMessage.ToAgent;
import io.jobarrays.contract.messages.LogRecord;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Server side of the agent protocol and the metadata service, for one agent. */
public final class FakeServer implements AutoCloseable {
    private static final Vertx VERTX = Vertx.vertx(new VertxOptions().setWorkerPoolSize(1));

    private final HttpServer http = VERTX.createHttpServer();
    private final MessageCodec codec = new MessageCodec();
    private final FakeUploads uploads = new FakeUploads();
    public final FakeUploads checkpoints = new FakeUploads();
    private final List<LogRecord> log = new ArrayList<>();
    private long logEnd;
    private volatile @Nullable ServerWebSocket socket;

    /** All received messages except log, in order. */
    final List<AgentMessage> received = new CopyOnWriteArrayList<>();

    /** Messages sent in reply to each hello. */
    public final List<ToAgent> helloReplies = new CopyOnWriteArrayList<>();

    public final Map<String, byte[]> downloads = new ConcurrentHashMap<>();
    public final List<byte[]> outputs = uploads.finished;

    public final FakeIdentity identity = new FakeIdentity();
    public final FakeMetadata metadata = new FakeMetadata();
    private final FakeSessionReader reader = new FakeSessionReader();
    volatile boolean refusesConnections;
    public volatile boolean answersLog = true;

    /** Answers 503 to connections and downloads. */
    public volatile boolean unavailable;

    /** Answers 503 to downloads. */
    public volatile boolean refusesDownloads;

    /** Sends a part of a download and then stalls. */
    public volatile boolean stallsDownloads;

    /** Count in the last log message. */
    public volatile long droppedLines;

    /** Total size of the gaps in the log, in bytes. */
    public volatile long gapBytes;

    public FakeServer() {
        http.requestHandler(this::handle)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + http.actualPort());
    }

    public FakeUploads uploads() {
        return uploads;
    }

    public String log() {
        return log("oe");
    }

    /** Text of the streams {@code o}, {@code e} or both. */
    public synchronized String log(String streams) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        log.stream()
                .filter(record -> streams.indexOf(record.stream()) >= 0)
                .forEach(record -> text.writeBytes(record.data()));
        return text.toString(StandardCharsets.UTF_8);
    }

    public synchronized List<LogRecord> records() {
        return List.copyOf(log);
    }

    public boolean connected() {
        return socket != null;
    }

    public void send(ToAgent message) {
        ServerWebSocket open = socket;
        if (open == null) {
            throw new IllegalStateException("no agent is connected");
        }
        open.writeTextMessage(codec.write(message));
    }

    /** Stops reading, so that the agent's messages stay in the socket buffers. */
    public void pauseReading() {
        ServerWebSocket open = socket;
        if (open != null) {
            open.pause();
        }
    }

    public void resumeReading() {
        ServerWebSocket open = socket;
        if (open != null) {
            open.resume();
        }
    }

    /** Closes the connection. */
    public void disconnect() {
        ServerWebSocket open = socket;
        if (open != null) {
            open.close();
        }
    }

    public <T extends AgentMessage> List<T> received(Class<T> type) {
        List<T> found = new ArrayList<>();
        received.stream().filter(type::isInstance).map(type::cast).forEach(found::add);
        return found;
    }

    private void handle(HttpServerRequest request) {
        if (metadata.handles(request)) {
            return;
        }
        switch (request.path()) {
            case "/agents/challenge" ->
                    request.response()
                            .end("{\"challenge\": \"%s\"}".formatted(FakeIdentity.CHALLENGE));
            case "/agents/token" -> request.bodyHandler(body -> identity.renew(request, body));
            case "/agents/enrol" -> request.bodyHandler(body -> identity.enrol(request, body));
            case "/agents/connection" -> connect(request);
            case "/agents/outputs" -> upload(request, uploads);
            case "/agents/checkpoint" -> {
                if (request.method().name().equals("GET")) {
                    download(request);
                } else {
                    upload(request, checkpoints);
                }
            }
            default -> download(request);
        }
    }

    private void upload(HttpServerRequest request, FakeUploads to) {
        request.bodyHandler(body -> to.handle(request, identity.accepts(request), body));
    }

    private void download(HttpServerRequest request) {
        byte[] found = downloads.get(request.path());
        if (unavailable || refusesDownloads) {
            request.response().setStatusCode(503).end();
        } else if (found == null || !identity.accepts(request)) {
            request.response().setStatusCode(found == null ? 404 : 401).end();
        } else if (stallsDownloads) {
            request.response().setChunked(true).write(Buffer.buffer(found));
        } else {
            request.response().end(Buffer.buffer(found));
        }
    }

    private void connect(HttpServerRequest request) {
        boolean shut = unavailable || refusesConnections;
        if (shut || !identity.accepts(request)) {
            request.response().setStatusCode(shut ? 503 : 401).end();
            return;
        }
        request.toWebSocket()
                .onSuccess(
                        opened -> {
                            socket = opened;
                            opened.textMessageHandler(text -> receive(opened, codec.read(text)));
                            opened.closeHandler(
                                    closed -> {
                                        if (socket == opened) {
                                            socket = null;
                                        }
                                    });
                        });
    }

    private void receive(ServerWebSocket from, AgentMessage message) {
        if (message instanceof Log piece) {
            LogStored answer = storeLog(piece);
            if (answersLog) {
                from.writeTextMessage(codec.write(answer));
            }
            return;
        }
        received.add(message);
        if (message instanceof AgentMessage.Hello) {
            helloReplies.forEach(reply -> from.writeTextMessage(codec.write(reply)));
        }
        if (message instanceof Ended ended) {
            from.writeTextMessage(codec.write(new EndStored(ended.id())));
        }
        if (message instanceof SessionOutput output) {
            from.writeTextMessage(codec.write(reader.read(output)));
        }
    }

    /** Stores new log, with or without a gap, and returns the end of the stored log. */
    private synchronized LogStored storeLog(Log piece) {
        if (piece.offset() >= logEnd) {
            gapBytes += piece.offset() - logEnd;
            droppedLines = piece.droppedLines();
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(piece.data()));
            logEnd = piece.offset() + bytes.remaining();
            while (bytes.hasRemaining()) {
                log.add(LogRecord.take(bytes).orElseThrow());
            }
        }
        return new LogStored(piece.work(), logEnd);
    }

    @Override
    public void close() {
        http.close().toCompletionStage().toCompletableFuture().join();
    }
}
