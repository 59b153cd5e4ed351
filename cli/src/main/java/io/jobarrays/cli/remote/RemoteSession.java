package io.jobarrays.cli.remote;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.base.StdoutFailure;
import io.jobarrays.cli.base.TerminalSize;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.http.Endpoint;
import io.jobarrays.cli.http.ProblemReader;
import io.jobarrays.cli.http.WebSocketFrames;
import io.jobarrays.cli.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** Session with a shell or command on one member, through the control plane and its agent. */
final class RemoteSession implements AutoCloseable {
    /** Chunk size whose Base64 form fits into one frame of the JDK. */
    private static final int CHUNK_BYTES = 8 << 10;

    /** Receives the output of the member. */
    interface Output {
        /**
         * @throws StdoutFailure which ends the session, as UncheckedIOException does
         */
        void write(boolean err, byte[] bytes);
    }

    private final WebSocketFrames frames;
    private final Output output;
    private final CompletableFuture<SessionEnd> end = new CompletableFuture<>();

    RemoteSession(Endpoint server, String selector, Output output) {
        this.output = output;
        frames =
                WebSocketFrames.open(
                        server,
                        "/connect/" + ApiClient.segment(selector),
                        this::onFrame,
                        end::completeExceptionally);
    }

    /**
     * Starts the session.
     *
     * @param command null: a login shell
     * @param environment variables of the shell or command
     */
    void open(
            @Nullable String command,
            boolean terminal,
            TerminalSize size,
            Map<String, String> environment) {
        JsonValue.Obj open = size("open", size);
        if (!environment.isEmpty()) {
            JsonValue.Obj variables = new JsonValue.Obj();
            environment.forEach((name, value) -> variables.with(name, new JsonValue.Text(value)));
            open.with("env", variables);
        }
        open.with(
                "command", command == null ? JsonValue.Literal.NULL : new JsonValue.Text(command));
        frames.send(
                open.with("terminal", terminal ? JsonValue.Literal.TRUE : JsonValue.Literal.FALSE));
    }

    /** Connects to a TCP port of the member. */
    void openPort(int port) {
        frames.send(frame("open").with("port", new JsonValue.Num("" + port)));
    }

    /** Sends the input until its end. */
    void sendInput(InputStream typed) {
        byte[] some = new byte[CHUNK_BYTES];
        try {
            for (int count = typed.read(some); count >= 0; count = typed.read(some)) {
                byte[] part = Arrays.copyOf(some, count);
                String data = Base64.getEncoder().encodeToString(part);
                frames.send(frame("input").with("data", data));
            }
        } catch (IOException gone) {
            // Treated as the end of the input.
        }
        endInput();
    }

    /** Ends the input. */
    void endInput() {
        frames.send(frame("end"));
    }

    void resize(TerminalSize size) {
        frames.send(size("resize", size));
    }

    /** Waits for the end. */
    SessionEnd awaitEnd() {
        try {
            return end.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Failure failure) {
                throw failure;
            }
            if (failed.getCause() instanceof StdoutFailure lost) {
                throw lost;
            }
            if (failed.getCause() instanceof UncheckedIOException lost) {
                throw lost;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        frames.close();
    }

    private void onFrame(JsonValue frame) {
        switch (frame.text("type").orElse("")) {
            case "output" -> write(frame);
            case "ended" -> end.complete(SessionEnd.of(frame));
            case "problem" -> end.completeExceptionally(ProblemReader.of(frame.get("document")));
            default -> {} // frames of later versions
        }
    }

    private void write(JsonValue frame) {
        boolean err = frame.text("stream").orElse("").equals("err");
        try {
            output.write(err, Base64.getDecoder().decode(frame.text("data").orElse("")));
        } catch (StdoutFailure | UncheckedIOException lost) {
            end.completeExceptionally(lost);
        }
    }

    private static JsonValue.Obj frame(String type) {
        return new JsonValue.Obj().with("type", type);
    }

    private static JsonValue.Obj size(String type, TerminalSize size) {
        return frame(type)
                .with("columns", new JsonValue.Num("" + size.columns()))
                .with("rows", new JsonValue.Num("" + size.rows()));
    }
}
