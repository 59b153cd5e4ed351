package io.jobarrays.server.web;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Memory of calls without a token, from their first byte until the answer, bounded for all
 * connections together. A call that needs room displaces the one whose body has been incomplete for
 * the longest time, so that slow bodies do not hold those that arrive whole.
 */
final class UnauthenticatedBodies {
    private final int maxCalls;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Body> incomplete = new LinkedHashSet<>();
    private int calls;
    private long bytes;

    UnauthenticatedBodies(int maxCalls, long maxBytes) {
        this.maxCalls = maxCalls;
        this.maxBytes = maxBytes;
    }

    /** Body of one call; its fields are guarded by the lock. */
    static final class Body {
        private final Runnable abort;
        private boolean counted;
        private int bytes;

        /**
         * @param abort ends the connection of a body that is displaced
         */
        Body(Runnable abort) {
            this.abort = abort;
        }
    }

    /** False when there is no room for another call. */
    boolean open(Body body) {
        return makeRoom(body, 1, 0);
    }

    /** False when there is no room for the bytes, or the body was displaced. */
    boolean append(Body body, int length) {
        return makeRoom(body, 0, length);
    }

    /** The call is worked on now, and is not displaced. */
    void complete(Body body) {
        lock.lock();
        try {
            incomplete.remove(body);
        } finally {
            lock.unlock();
        }
    }

    /** Ends a call; a second time without effect. */
    void close(Body body) {
        lock.lock();
        try {
            release(body);
        } finally {
            lock.unlock();
        }
    }

    private boolean makeRoom(Body body, int newCalls, int newBytes) {
        lock.lock();
        try {
            if (newCalls == 0 && !body.counted) {
                return false;
            }
            while (calls + newCalls > maxCalls || bytes + newBytes > maxBytes) {
                if (!displaceOldestBut(body)) {
                    return false;
                }
            }
            if (newCalls > 0) {
                calls++;
                body.counted = true;
                incomplete.add(body);
            }
            bytes += newBytes;
            body.bytes += newBytes;
            return true;
        } finally {
            lock.unlock();
        }
    }

    private boolean displaceOldestBut(Body body) {
        for (Body oldest : incomplete) {
            if (oldest != body) {
                release(oldest);
                oldest.abort.run();
                return true;
            }
        }
        return false;
    }

    private void release(Body body) {
        if (body.counted) {
            body.counted = false;
            incomplete.remove(body);
            calls--;
            bytes -= body.bytes;
        }
    }
}
