package io.jobarrays.server.api.answer;

import io.jobarrays.server.api.read.IndexesParameter;
import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.events.ProgressEvent;
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
 * Server-sent events to one client: the events after its {@code Last-Event-ID}, then new ones as
 * they are signalled, and at the end {@code event: end} with the view. Blocks its virtual thread.
 */
public final class EventStreamResponse {
    /** Finds what is not signalled, such as an instance that stops. */
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);

    /** A launch writes many events in a second; its view is rendered for a few of them. */
    private static final Duration MIN_VIEW_INTERVAL = Duration.ofMillis(200);

    private static final Duration KEEP_ALIVE_INTERVAL = Duration.ofSeconds(15);

    private final SseEventSink sink;
    private final Sse sse;
    private final Duration pollInterval;
    private long seq;

    public EventStreamResponse(SseEventSink sink, Sse sse, @Nullable String lastEventId) {
        this(sink, sse, lastEventId, POLL_INTERVAL);
    }

    EventStreamResponse(
            SseEventSink sink, Sse sse, @Nullable String lastEventId, Duration pollInterval) {
        this.sink = sink;
        this.sse = sse;
        this.pollInterval = pollInterval;
        this.seq =
                lastEventId == null || lastEventId.isBlank()
                        ? 0
                        : IndexesParameter.number(lastEventId);
    }

    /**
     * Closes the subscription, which must be older than the first read.
     *
     * @param events those after a sequence number, in order
     * @param end the view, once no more events will follow
     */
    public void run(
            EventSignal.Subscription signals,
            LongFunction<List<ProgressEvent>> events,
            Supplier<Optional<?>> end)
            throws InterruptedException {
        try (sink;
                signals) {
            comment();
            long commented = System.nanoTime();
            long viewed = commented;
            Duration untilView = Duration.ZERO;
            while (!sink.isClosed() && !signals.isStopping()) {
                // The view is read before the events, so that those that led to the end are sent.
                Optional<?> over = Optional.empty();
                if (!since(viewed).minus(untilView).isNegative()) {
                    over = end.get();
                    viewed = System.nanoTime();
                    untilView = pollInterval;
                }
                sendNew(events);
                if (over.isPresent()) {
                    send(event("end", over.get()).id(Long.toString(seq)).build());
                    return;
                }
                if (signals.await(untilView.minus(since(viewed)))) {
                    untilView = MIN_VIEW_INTERVAL;
                }
                if (since(commented).compareTo(KEEP_ALIVE_INTERVAL) >= 0) {
                    comment();
                    commented = System.nanoTime();
                }
            }
        } catch (CompletionException disconnected) {
            // The client reconnects with Last-Event-ID.
        }
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }

    private void sendNew(LongFunction<List<ProgressEvent>> events) {
        for (List<ProgressEvent> next = events.apply(seq);
                !next.isEmpty();
                next = events.apply(seq)) {
            for (ProgressEvent one : next) {
                send(event("progress", one).id(Long.toString(one.seq())).build());
                seq = one.seq();
            }
        }
    }

    private OutboundSseEvent.Builder event(String name, Object data) {
        return sse.newEventBuilder()
                .name(name)
                .mediaType(MediaType.APPLICATION_JSON_TYPE)
                .data(data);
    }

    /** Opens the stream, and later detects a client that has disconnected. */
    private void comment() {
        send(sse.newEventBuilder().comment("spawn").build());
    }

    /** A client that disconnects just before makes the sink refuse the event. */
    private void send(OutboundSseEvent event) {
        try {
            sink.send(event).toCompletableFuture().join();
        } catch (IllegalStateException closed) {
            throw new CompletionException(closed);
        }
    }
}
