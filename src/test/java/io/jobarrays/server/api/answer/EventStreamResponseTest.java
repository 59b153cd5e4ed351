package io.jobarrays.server.api.answer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.events.EventSignal;
import io.jobarrays.server.arrays.events.ProgressEvent;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.SseEventSink;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.jaxrs.SseImpl;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that poll once an hour; an event within a minute was signalled. */
class EventStreamResponseTest {
    private static final Duration POLL_INTERVAL = Duration.ofHours(1);
    private static final long EXECUTION = 7;
    private static final String ARRAY = "compute-20260113-abc";

    private final EventSignal signal = new EventSignal();
    private final List<ProgressEvent> events = new CopyOnWriteArrayList<>();
    private final RecordingSink sink = new RecordingSink();
    private volatile @Nullable String view;
    private @Nullable Thread stream;

    @AfterEach
    void stopStream() throws InterruptedException {
        if (stream != null) {
            stream.interrupt();
            stream.join();
        }
    }

    @Test
    void sendsANewEventWhenItIsSignalled() throws InterruptedException {
        open(null);
        assertThat(sink.next().getComment()).isEqualTo("spawn");

        events.add(event(1));
        signal.fire(null, ARRAY);

        assertThat(sink.next().getData()).isEqualTo(event(1));
    }

    @Test
    void endsWhenTheEndOfTheExecutionIsSignalled() throws InterruptedException {
        open(null);
        assertThat(sink.next().getComment()).isEqualTo("spawn");

        events.add(event(1));
        view = "ENDED";
        signal.fire(EXECUTION, null);

        assertThat(sink.next().getName()).isEqualTo("progress");
        OutboundSseEvent end = sink.next();
        assertThat(end.getName()).isEqualTo("end");
        assertThat(end.getId()).isEqualTo("1");
        assertThat(end.getData()).isEqualTo("ENDED");
        Objects.requireNonNull(stream).join();
        assertThat(sink.isClosed()).isTrue();
    }

    @Test
    void beginsAfterTheLastEventId() throws InterruptedException {
        events.add(event(1));
        events.add(event(2));

        open("1");

        assertThat(sink.next().getComment()).isEqualTo("spawn");
        assertThat(sink.next().getData()).isEqualTo(event(2));
    }

    @Test
    void endsQuietlyWhenTheClientClosesBeforeAnEvent() throws InterruptedException {
        EventStreamResponse response =
                new EventStreamResponse(sink, SseImpl.INSTANCE, null, POLL_INTERVAL);

        response.run(
                signal.subscribe(EXECUTION, ARRAY),
                seq -> {
                    sink.close();
                    return List.of(event(1));
                },
                Optional::empty);

        assertThat(sink.next().getComment()).isEqualTo("spawn");
        assertThat(sink.sent).isEmpty();
    }

    private void open(@Nullable String lastEventId) {
        EventStreamResponse response =
                new EventStreamResponse(sink, SseImpl.INSTANCE, lastEventId, POLL_INTERVAL);
        EventSignal.Subscription signals = signal.subscribe(EXECUTION, ARRAY);
        stream =
                Thread.ofVirtual()
                        .start(
                                () -> {
                                    try {
                                        response.run(
                                                signals,
                                                seq ->
                                                        events.stream()
                                                                .filter(e -> e.seq() > seq)
                                                                .toList(),
                                                () -> Optional.ofNullable(view));
                                    } catch (InterruptedException stopped) {
                                        Thread.currentThread().interrupt();
                                    }
                                });
    }

    private static ProgressEvent event(long seq) {
        return new ProgressEvent(
                seq, Instant.EPOCH, EXECUTION, null, ARRAY, -1, "event " + seq, null, null);
    }

    private static final class RecordingSink implements SseEventSink {
        private final BlockingQueue<OutboundSseEvent> sent = new LinkedBlockingQueue<>();
        private volatile boolean closed;

        OutboundSseEvent next() throws InterruptedException {
            return Objects.requireNonNull(sent.poll(1, TimeUnit.MINUTES), "nothing was sent");
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public CompletionStage<?> send(OutboundSseEvent event) {
            if (closed) {
                throw new IllegalStateException("Already closed.");
            }
            sent.add(event);
            return CompletableFuture.completedFuture(event);
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
