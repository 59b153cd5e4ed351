package io.jobarrays.server.agents;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Frames that wait in the queues of all connections of agents: at most an eighth of the heap. Above
 * it the longest queue is emptied and its connection closed; that agent sends its messages again.
 */
@ApplicationScoped
public class QueuedFrames {
    private final long maxCharacters;
    private final AtomicLong characters = new AtomicLong();
    private final Set<FrameQueue> queues = ConcurrentHashMap.newKeySet();

    QueuedFrames() {
        this(Runtime.getRuntime().maxMemory() / 8);
    }

    QueuedFrames(long maxCharacters) {
        this.maxCharacters = maxCharacters;
    }

    void added(FrameQueue queue, int length) {
        queues.add(queue);
        characters.addAndGet(length);
    }

    void removed(int length) {
        characters.addAndGet(-length);
    }

    /** Forgets a queue that is empty. */
    void forget(FrameQueue queue) {
        queues.remove(queue);
    }

    /** Empties the longest queue when all are too long; the caller holds no lock of a queue. */
    void limit() {
        if (characters.get() > maxCharacters) {
            queues.stream()
                    .max(Comparator.comparingInt(FrameQueue::characters))
                    .ifPresent(FrameQueue::overflow);
        }
    }
}
