package io.jobarrays.server.arrays.events;

import io.jobarrays.server.caller.Caller;
import io.jobarrays.server.notify.NotificationSettled;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Page;
import io.quarkus.panache.common.Sort;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events of arrays and executions, in order; signals each one after its commit. */
@ApplicationScoped
public class EventRows {
    private static final int MAX_EVENTS_PER_PAGE = 1000;

    private final EventSignal signal;
    private final Clock clock;

    EventRows(EventSignal signal, Clock clock) {
        this.signal = signal;
        this.clock = clock;
    }

    /**
     * Adds an event, asked for by the caller of this thread.
     *
     * @param index -1: the whole array or execution
     */
    public void add(
            @Nullable Long execution,
            @Nullable String stage,
            @Nullable String arrayId,
            int index,
            String text) {
        Caller caller = Caller.current();
        QuarkusTransaction.requiringNew()
                .run(
                        () -> {
                            Event event = new Event();
                            event.at = clock.instant();
                            event.execution = execution;
                            event.stage = stage;
                            event.arrayId = arrayId;
                            event.index = index;
                            event.text = text;
                            event.askedBy(caller);
                            event.persist();
                        });
        signal.fire(execution, arrayId);
    }

    void settled(@Observes NotificationSettled notification) {
        add(
                notification.execution(),
                notification.stage(),
                notification.arrayId(),
                Event.WHOLE_ARRAY,
                notification.text());
    }

    /** The next ones, at most a thousand. */
    public List<ProgressEvent> ofExecution(long execution, long after) {
        return after("execution = ?1 and seq > ?2", execution, after);
    }

    /** The next ones, at most a thousand. */
    public List<ProgressEvent> ofArray(String arrayId, long after) {
        return after("arrayId = ?1 and seq > ?2", arrayId, after);
    }

    private static List<ProgressEvent> after(String query, Object of, long after) {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                Event.<Event>find(query, Sort.by("seq"), of, after)
                                        .page(Page.ofSize(MAX_EVENTS_PER_PAGE))
                                        .list()
                                        .stream()
                                        .map(EventRows::view)
                                        .toList());
    }

    private static ProgressEvent view(Event e) {
        long seq = e.seq == null ? 0 : e.seq;
        return new ProgressEvent(
                seq, e.at, e.execution, e.stage, e.arrayId, e.index, e.text, e.token, e.address);
    }
}
