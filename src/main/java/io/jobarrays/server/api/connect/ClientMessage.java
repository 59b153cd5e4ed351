package io.jobarrays.server.api.connect;

import io.jobarrays.contract.Refusal;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** What the client of a person says, one JSON object a frame. */
sealed interface ClientMessage {

    /**
     * The first: what is to run.
     *
     * @param command null: a login shell
     */
    record Open(@Nullable String command, boolean terminal, int columns, int rows)
            implements ClientMessage {}

    /** What was typed, in Base64. */
    record Input(String data) implements ClientMessage {}

    /** Nothing more will be typed. */
    record End() implements ClientMessage {}

    /** The window has another size. */
    record Resize(int columns, int rows) implements ClientMessage {}

    static ClientMessage parse(String frame) {
        try {
            JsonObject word = new JsonObject(frame);
            return switch (word.getString("type", "")) {
                case "open" ->
                        new Open(
                                word.getString("command"),
                                word.getBoolean("terminal", false),
                                cells(word, "columns", 80),
                                cells(word, "rows", 24));
                case "input" -> new Input(base64(word.getString("data", "")));
                case "end" -> new End();
                case "resize" -> new Resize(cells(word, "columns", 80), cells(word, "rows", 24));
                default ->
                        throw new Refusal(
                                "connect: a frame of an unknown type; write open, input, end or"
                                        + " resize");
            };
        } catch (DecodeException | ClassCastException e) {
            throw new Refusal("connect: a frame that is no JSON object of ours");
        }
    }

    private static int cells(JsonObject word, String name, int otherwise) {
        return Math.clamp(word.getInteger(name, otherwise), 1, 1000);
    }

    private static String base64(String data) {
        try {
            Base64.getDecoder().decode(data);
            return data;
        } catch (IllegalArgumentException e) {
            throw new Refusal("connect: the data of an input is no Base64");
        }
    }
}
