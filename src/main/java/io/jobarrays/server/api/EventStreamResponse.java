package io.jobarrays.server.api;

import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.arrays.rows.ProgressEvent;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * News to one client as server-sent events: what was since its {@code Last-Event-ID}, what comes,
 * and at the end {@code event: end} with the view. Holds the virtual thread it runs on.
 */
final class EventStreamResponse {
    private static final Duration LOOK = Duration.ofMillis(200);
    private static final int LOOKS_PER_VIEW = 5;
    private static final int LOOKS_PER_SIGN_OF_LIFE = 75;

    private final SseEventSink sink;
    private final Sse sse;
    private long seq;

    EventStreamResponse(SseEventSink sink, Sse sse, @Nullable String lastEventId) {
        this.sink = sink;
        this.sse = sse;
        this.seq =
                lastEventId == null || lastEventId.isBlank()
                        ? 0
                        : IndexesParameter.number(lastEventId);
    }

    /**
     * @param news those after a number, in order
     * @param end the view, once there is nothing more to come
     */
    void run(LongFunction<List<ProgressEvent>> news, Supplier<Optional<?>> end)
            throws InterruptedException {
        try (sink) {
            sign();
            for (int look = 0; !sink.isClosed(); look++) {
                // Seen before the news are read: what led to the end is told first.
                Optional<?> over = look % LOOKS_PER_VIEW == 0 ? end.get() : Optional.empty();
                boolean told = tell(news);
                if (over.isPresent()) {
                    send(event("end", over.get()).id(Long.toString(seq)).build());
                    return;
                }
                if (!told) {
                    Thread.sleep(LOOK);
                }
                if (look % LOOKS_PER_SIGN_OF_LIFE == LOOKS_PER_SIGN_OF_LIFE - 1) {
                    sign();
                }
            }
        } catch (CompletionException gone) {
            // The client went away; it comes back with Last-Event-ID.
        }
    }

    private boolean tell(LongFunction<List<ProgressEvent>> news) {
        boolean told = false;
        for (List<ProgressEvent> next = news.apply(seq); !next.isEmpty(); next = news.apply(seq)) {
            for (ProgressEvent one : next) {
                send(event("progress", one).id(Long.toString(one.seq())).build());
                seq = one.seq();
            }
            told = true;
        }
        return told;
    }

    private OutboundSseEvent.Builder event(String name, Object data) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data);
    }

    /** A comment: it opens the stream, and later finds out whether anybody is there. */
    private void sign() {
        send(sse.newEventBuilder().comment("spawn").build());
    }

    private void send(OutboundSseEvent event) {
        sink.send(event).toCompletableFuture().join();
    }
}
