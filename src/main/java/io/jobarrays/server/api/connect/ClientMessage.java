package io.jobarrays.server.api.connect;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.TextValidator;
import io.jobarrays.server.agents.SessionRequest;
import io.jobarrays.server.arrays.spec.EnvironmentVariables;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Message of a session's client, one JSON object per frame. */
sealed interface ClientMessage {

    /** The first message: what to run, or which port to connect to. */
    record Open(SessionRequest request) implements ClientMessage {}

    /** Terminal input in Base64. */
    record Input(String data) implements ClientMessage {}

    /** End of the input. */
    record End() implements ClientMessage {}

    /** The terminal has a new size. */
    record Resize(int columns, int rows) implements ClientMessage {}

    static ClientMessage parse(String frame) {
        try {
            JsonObject json = new JsonObject(frame);
            return switch (json.getString("type", "")) {
                case "open" -> new Open(request(json));
                case "input" -> new Input(base64(json.getString("data", "")));
                case "end" -> new End();
                case "resize" -> new Resize(cells(json, "columns", 80), cells(json, "rows", 24));
                default ->
                        throw new Refusal(
                                "connect: a frame of an unknown type; write open, input, end or"
                                        + " resize");
            };
        } catch (DecodeException | ClassCastException e) {
            throw new Refusal("connect: a frame is not a JSON object with the documented fields");
        }
    }

    private static SessionRequest request(JsonObject json) {
        return new SessionRequest(
                command(json.getString("command")),
                json.getBoolean("terminal", false),
                cells(json, "columns", 80),
                cells(json, "rows", 24),
                environment(json.getJsonObject("env")),
                port(json.getInteger("port")));
    }

    private static Map<String, String> environment(@Nullable JsonObject variables) {
        Map<String, String> environment = new TreeMap<>();
        if (variables != null) {
            variables.fieldNames().stream()
                    .forEach(name -> environment.put(name, variables.getString(name, "")));
        }
        EnvironmentVariables.require(environment);
        return environment;
    }

    private static @Nullable Integer port(@Nullable Integer port) {
        if (port != null && (port < 1 || port > 65_535)) {
            throw new Refusal("connect: %d is no TCP port; ports are 1 to 65535".formatted(port));
        }
        return port;
    }

    private static @Nullable String command(@Nullable String command) {
        return command == null
                ? null
                : TextValidator.requireArgument(
                        "connect: the command",
                        TextValidator.requireCharacters("connect: the command", command),
                        "send it as input of a shell");
    }

    private static int cells(JsonObject json, String name, int otherwise) {
        return Math.clamp(json.getInteger(name, otherwise), 1, 1000);
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
