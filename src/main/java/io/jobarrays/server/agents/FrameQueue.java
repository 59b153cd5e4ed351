package io.jobarrays.server.agents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Bounded queue of frames of one connection, handled one after the other. WebSockets have no flow
 * control, so a sender that overflows the queue is disconnected.
 */
final class FrameQueue {
    /** More than an agent sends without an acknowledgement: a log chunk and session windows. */
    private static final int MAX_QUEUED_CHARACTERS = 8 << 20;

    private final Consumer<String> consumer;
    private final Runnable overflow;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int characters;
    private boolean draining;
    private boolean overflowed;

    /**
     * @param consumer called on a virtual thread, with one frame after the other
     * @param overflow called once, when the queue is full
     */
    FrameQueue(Consumer<String> consumer, Runnable overflow) {
        this.consumer = consumer;
        this.overflow = overflow;
    }

    void add(String frame) {
        lock.lock();
        try {
            if (overflowed) {
                return;
            }
            if (characters + frame.length() > MAX_QUEUED_CHARACTERS) {
                overflowed = true;
                overflow.run();
                return;
            }
            waiting.add(frame);
            characters += frame.length();
            if (!draining) {
                draining = true;
                Thread.ofVirtual().name("agent-frames").start(this::drain);
            }
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        while (true) {
            String frame;
            lock.lock();
            try {
                frame = waiting.poll();
                if (frame == null) {
                    draining = false;
                    return;
                }
                characters -= frame.length();
            } finally {
                lock.unlock();
            }
            consumer.accept(frame);
        }
    }
}
