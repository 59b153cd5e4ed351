package io.jobarrays.server.agents;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
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
    private final Runnable overflowHandler;
    private final QueuedFrames all;
    private final Deque<String> waiting = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicInteger characters = new AtomicInteger();
    private boolean draining;
    private boolean overflowed;

    /**
     * @param consumer called on a virtual thread, with one frame after the other
     * @param overflowHandler called once, when the queue is full
     * @param all frames of all queues
     */
    FrameQueue(Consumer<String> consumer, Runnable overflowHandler, QueuedFrames all) {
        this.consumer = consumer;
        this.overflowHandler = overflowHandler;
        this.all = all;
    }

    void add(String frame) {
        if (tryAdd(frame)) {
            all.limit();
        } else {
            overflow();
        }
    }

    int characters() {
        return characters.get();
    }

    /** Drops the frames and all that follow. */
    void overflow() {
        lock.lock();
        try {
            if (overflowed) {
                return;
            }
            overflowed = true;
            waiting.clear();
            release(characters.get());
            all.forget(this);
        } finally {
            lock.unlock();
        }
        overflowHandler.run();
    }

    /** False when the queue is full or was. */
    private boolean tryAdd(String frame) {
        lock.lock();
        try {
            if (overflowed || characters.get() + frame.length() > MAX_QUEUED_CHARACTERS) {
                return false;
            }
            waiting.add(frame);
            characters.addAndGet(frame.length());
            all.added(this, frame.length());
            if (!draining) {
                draining = true;
                Thread.ofVirtual().name("agent-frames").start(this::drain);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void drain() {
        for (Optional<String> frame = next(0); frame.isPresent(); ) {
            consumer.accept(frame.get());
            frame = next(frame.get().length());
        }
    }

    /** The next frame; one that is handled counts until its end, since it may wait, too. */
    private Optional<String> next(int handled) {
        lock.lock();
        try {
            if (overflowed) {
                return Optional.empty();
            }
            release(handled);
            Optional<String> frame = Optional.ofNullable(waiting.poll());
            if (frame.isEmpty()) {
                draining = false;
                all.forget(this);
            }
            return frame;
        } finally {
            lock.unlock();
        }
    }

    private void release(int length) {
        characters.addAndGet(-length);
        all.removed(length);
    }
}
