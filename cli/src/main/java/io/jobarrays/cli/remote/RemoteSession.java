package io.jobarrays.cli.remote;

import io.jobarrays.cli.Failure;
import io.jobarrays.cli.http.Api;
import io.jobarrays.cli.http.Endpoint;
import io.jobarrays.cli.http.Frames;
import io.jobarrays.cli.http.Json;
import io.jobarrays.cli.http.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A shell or one command on one member, over its agent's connection to the control plane. */
final class RemoteSession implements AutoCloseable {
    /** In Base64 still less than what the JDK puts into one frame. */
    private static final int CHUNK = 8 << 10;

    /** What a program gets that writes to a reader who has gone: 128 and SIGPIPE. */
    private static final Ended UNREAD = new Ended("SIGNAL_13", null);

    /** Takes what the member writes. */
    interface Output {
        /**
         * @return whether anybody reads it
         */
        boolean write(boolean err, byte[] bytes);
    }

    private final Frames frames;
    private final Output output;
    private final CompletableFuture<Ended> last = new CompletableFuture<>();

    RemoteSession(Endpoint server, String selector, Output output) {
        this.output = output;
        frames =
                Frames.open(
                        server,
                        "/connect/" + Api.escape(selector),
                        this::heard,
                        last::completeExceptionally);
    }

    /**
     * Begins.
     *
     * @param command null: a login shell
     */
    void open(@Nullable String command, boolean terminal, Size size) {
        Json.Obj open = size("open", size);
        open.with("command", command == null ? Json.Word.NULL : new Json.Text(command));
        frames.send(open.with("terminal", terminal ? Json.Word.TRUE : Json.Word.FALSE));
    }

    /** Sends what is typed, until it ends. */
    void type(InputStream typed) {
        byte[] some = new byte[CHUNK];
        try {
            for (int count = typed.read(some); count >= 0; count = typed.read(some)) {
                byte[] part = Arrays.copyOf(some, count);
                String data = Base64.getEncoder().encodeToString(part);
                frames.send(frame("input").with("data", data));
            }
        } catch (IOException gone) {
            // As if it had ended.
        }
        end();
    }

    /** There is nothing more to type. */
    void end() {
        frames.send(frame("end"));
    }

    void resize(Size size) {
        frames.send(size("resize", size));
    }

    /** Waits for the end. */
    Ended ended() {
        try {
            return last.join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof Failure failure) {
                throw failure;
            }
            throw failed;
        }
    }

    @Override
    public void close() {
        frames.close();
    }

    private void heard(Json frame) {
        switch (frame.text("type").orElse("")) {
            case "output" -> {
                boolean err = frame.text("stream").orElse("").equals("err");
                if (!output.write(err, Base64.getDecoder().decode(frame.text("data").orElse("")))) {
                    last.complete(UNREAD);
                }
            }
            case "ended" -> last.complete(Ended.of(frame));
            case "problem" -> last.completeExceptionally(Problem.of(frame.get("document")));
            default -> {} // what later versions say besides
        }
    }

    private static Json.Obj frame(String type) {
        return new Json.Obj().with("type", type);
    }

    private static Json.Obj size(String type, Size size) {
        return frame(type)
                .with("columns", new Json.Num("" + size.columns()))
                .with("rows", new Json.Num("" + size.rows()));
    }
}
