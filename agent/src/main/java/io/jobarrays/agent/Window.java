package io.jobarrays.agent;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far a sender may be ahead of its reader; who would be further waits. */
final class Window {
    private final long size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private long sent;
    private long taken;
    private boolean open;

    Window(long size) {
        this.size = size;
    }

    /** Waits until so many bytes more may be sent, and counts them as sent. */
    void await(int bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!open && sent > taken && sent + bytes - taken > size) {
                moved.await();
            }
            sent += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** The reader has so many bytes, all told. */
    void taken(long bytes) {
        lock.lock();
        try {
            taken = Math.max(taken, bytes);
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody reads any more, and nobody waits. */
    void open() {
        lock.lock();
        try {
            open = true;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
