package io.jobarrays.agent.server;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How far a sender may be ahead of its reader; who would be further waits. */
public final class FlowWindow {
    private final long size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long sent;
    private long taken;
    private boolean open;

    public FlowWindow(long size) {
        this.size = size;
    }

    /** Waits until so many bytes more may be sent, and counts them as sent. */
    public void reserve(int bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!open && sent > taken && sent + bytes - taken > size) {
                changed.await();
            }
            sent += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** The reader has so many bytes, all told. */
    public void taken(long bytes) {
        lock.lock();
        try {
            taken = Math.max(taken, bytes);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody reads any more, and nobody waits. */
    public void open() {
        lock.lock();
        try {
            open = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
