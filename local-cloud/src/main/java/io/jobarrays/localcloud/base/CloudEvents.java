package io.jobarrays.localcloud.base;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What happened to which instance when; keeps the newest 100,000 events. */
public final class CloudEvents {
    private static final int MAX_EVENTS = 100_000;

    /** All at once, as text, would not fit beside everything else in a small heap. */
    private static final int MAX_EVENTS_PER_ANSWER = 10_000;

    private final Deque<CloudEvent> events = new ArrayDeque<>();
    private final Clock clock;
    private long lastNumber;

    /**
     * An event of an instance.
     *
     * @param number in the order of the events, from 1
     * @param instanceId empty for a call about no instance
     * @param event a state, {@code spot-notice}, or {@code fault} and its kind
     * @param detail may be empty
     */
    public record CloudEvent(
            long number, Instant time, String instanceId, String event, String detail) {}

    public CloudEvents(Clock clock) {
        this.clock = clock;
    }

    public synchronized void add(String instanceId, String event, String detail) {
        lastNumber++;
        events.addLast(new CloudEvent(lastNumber, clock.instant(), instanceId, event, detail));
        if (events.size() > MAX_EVENTS) {
            events.removeFirst();
        }
    }

    /**
     * Events with a higher number, the oldest first, at most 10,000.
     *
     * @param instanceId of one instance; all when empty
     */
    public synchronized List<CloudEvent> after(long number, String instanceId) {
        return events.stream()
                .filter(event -> event.number() > number)
                .filter(event -> instanceId.isEmpty() || event.instanceId().equals(instanceId))
                .limit(MAX_EVENTS_PER_ANSWER)
                .toList();
    }
}
