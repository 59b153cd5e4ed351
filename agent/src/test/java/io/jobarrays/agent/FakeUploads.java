package io.jobarrays.agent;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;

/** Server side of a resumable upload of one file. */
public final class FakeUploads {
    private static final String TOO_LARGE =
            "{\"title\":\"Too large\",\"status\":413,\"detail\":\"at most \\\"256 MiB\\\"\"}";

    public final List<byte[]> finished = new CopyOnWriteArrayList<>();

    /** Received calls: {@code HEAD}, {@code PATCH 0}, {@code PATCH 8388608}. */
    public final List<String> calls = new CopyOnWriteArrayList<>();

    public volatile boolean tooLarge;

    /** Answers 503. */
    public volatile boolean unavailable;

    /** Index of the call that is processed but not answered. */
    public volatile int lostAnswer = -1;

    /** Calls wait for {@link #release}. */
    public volatile boolean held;

    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private String sha256 = "";
    private Buffer stored = Buffer.buffer();

    public boolean isWaiting() {
        return !waiting.isEmpty();
    }

    /** Handles the calls that wait, and the later ones at once. */
    public void release() {
        held = false;
        for (Runnable call = waiting.poll(); call != null; call = waiting.poll()) {
            call.run();
        }
    }

    void handle(HttpServerRequest request, boolean authorised, Buffer body) {
        if (held) {
            waiting.add(() -> answer(request, authorised, body));
        } else {
            answer(request, authorised, body);
        }
    }

    private void answer(HttpServerRequest request, boolean authorised, Buffer body) {
        String offset = request.getHeader("Upload-Offset");
        calls.add(request.method() + (offset == null ? "" : " " + offset));
        int status = unavailable ? 503 : authorised ? status(request, body) : 401;
        if (calls.size() - 1 == lostAnswer) {
            request.connection().close();
            return;
        }
        request.response()
                .setStatusCode(status)
                .putHeader("Upload-Offset", "" + stored.length())
                .end(status == 413 ? TOO_LARGE : "");
    }

    private int status(HttpServerRequest request, Buffer body) {
        if (request.getParam("sha256").length() != 64 || request.getParam("attempt") == null) {
            return 400;
        }
        if (!request.getParam("sha256").equals(sha256)) {
            sha256 = request.getParam("sha256");
            stored = Buffer.buffer();
        }
        if (request.method().name().equals("HEAD")) {
            return stored.length() == 0 ? 404 : 200;
        }
        if (tooLarge) {
            return 413;
        }
        if (Integer.parseInt(request.getHeader("Upload-Offset")) != stored.length()) {
            return 409;
        }
        stored.appendBuffer(body);
        if (stored.length() < Integer.parseInt(request.getHeader("Upload-Length"))) {
            return 204;
        }
        finished.add(stored.getBytes());
        return 201;
    }
}
