package io.jobarrays.cli.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventStreamReaderTest {
    @Test
    void readsEventsWithTheirIds() throws IOException {
        List<ServerSentEvent> events =
                read("id: 1\nevent: progress\ndata: {\"a\":1}\n\nid:2\nevent:end\ndata:x\n\n");

        assertThat(events)
                .containsExactly(
                        new ServerSentEvent("1", "progress", "{\"a\":1}"),
                        new ServerSentEvent("2", "end", "x"));
    }

    @Test
    void skipsCommentsAndUnknownFields() throws IOException {
        List<ServerSentEvent> events = read(":alive\n\nretry: 5\nunknown\ndata: a\n\n");

        assertThat(events).containsExactly(new ServerSentEvent("", "message", "a"));
    }

    @Test
    void joinsDataLinesWithAnyLineEnding() throws IOException {
        List<ServerSentEvent> events = read("data: a\r\ndata: b\r\n\r\n");

        assertThat(events).containsExactly(new ServerSentEvent("", "message", "a\nb"));
    }

    @Test
    void keepsLastIdForEventsWithoutId() throws IOException {
        List<ServerSentEvent> events = read("id: 7\ndata: a\n\ndata: b\n\n");

        assertThat(events).extracting(ServerSentEvent::id).containsExactly("7", "7");
    }

    @Test
    void dropsIncompleteEvent() throws IOException {
        assertThat(read("data: a\n\ndata: b\n")).hasSize(1);
    }

    private static List<ServerSentEvent> read(String text) throws IOException {
        EventStreamReader stream =
                new EventStreamReader(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        List<ServerSentEvent> events = new ArrayList<>();
        for (Optional<ServerSentEvent> next = stream.next();
                next.isPresent();
                next = stream.next()) {
            events.add(next.get());
        }
        return events;
    }
}
