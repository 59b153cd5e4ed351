package io.jobarrays.contract.messages;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Flow control window: blocks a sender that is too far ahead of its reader, in bytes. */
public final class FlowWindow {
    private final long size;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long sent;
    private long acknowledged;
    private boolean limited = true;
    private boolean removed;

    public FlowWindow(long size) {
        this.size = size;
    }

    /** A window without a limit until the first acknowledgement. */
    public static FlowWindow unlimitedUntilAcknowledged(long size) {
        FlowWindow window = new FlowWindow(size);
        window.limited = false;
        return window;
    }

    /** Blocks until {@code bytes} more may be sent, and counts them as sent. */
    public void reserve(int bytes) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (isFull(bytes)) {
                changed.await();
            }
            sent += bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Records the total number of bytes the reader has received. */
    public void acknowledge(long bytes) {
        lock.lock();
        try {
            limited = true;
            acknowledged = Math.max(acknowledged, bytes);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Removes the limit once nothing reads any more; releases all waiting senders. */
    public void removeLimit() {
        lock.lock();
        try {
            removed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** A piece that is larger than the window is sent alone. */
    private boolean isFull(int bytes) {
        return limited && !removed && sent > acknowledged && sent + bytes - acknowledged > size;
    }
}
