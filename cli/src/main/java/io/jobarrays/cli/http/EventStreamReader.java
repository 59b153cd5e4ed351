package io.jobarrays.cli.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.StringJoiner;

/** Parser of {@code text/event-stream} as defined in the HTML standard. */
public final class EventStreamReader {
    private final BufferedReader lines;
    private String id = "";

    public EventStreamReader(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** The next event that carries data; empty when the stream has ended. */
    public Optional<ServerSentEvent> next() throws IOException {
        String type = "message";
        StringJoiner data = new StringJoiner("\n");
        boolean any = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.isEmpty()) {
                if (any) {
                    return Optional.of(new ServerSentEvent(id, type, data.toString()));
                }
                type = "message";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "id" -> id = value;
                case "event" -> type = value;
                case "data" -> {
                    data.add(value);
                    any = true;
                }
                default -> {} // comments, retry and unknown fields
            }
        }
        return Optional.empty();
    }
}
