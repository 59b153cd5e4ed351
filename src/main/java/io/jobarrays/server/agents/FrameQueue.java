package io.jobarrays.server.agents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Frames of one connection that wait until the one before is done. WebSockets have no way to tell
 * the sender to wait, so whoever sends far more than can be taken is cut off.
 */
final class FrameQueue {
    /** More than an honest agent can have on its way: a piece of log and its sessions' windows. */
    private static final int MAX_QUEUED_CHARACTERS = 8 << 20;

    private final Consumer<String> consumer;
    private final Runnable overflow;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private int characters;
    private boolean draining;
    private boolean overflowed;

    /**
     * @param taker called on a virtual thread, with one frame after the other
     */
    FrameQueue(Consumer<String> taker, Runnable overflow) {
        this.consumer = taker;
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
                Thread.ofVirtual().name("inbox").start(this::drain);
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
