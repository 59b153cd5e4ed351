package io.jobarrays.localcloud.ec2.instance;

import java.time.Duration;

/** Changes of an instance and of its faults, counted, so that a thread can wait for the next. */
public final class InstanceChanges {
    private long changes;
    private long boots;

    /** Number of changes until now; read before the condition that is waited for. */
    public synchronized long count() {
        return changes;
    }

    /** Number of boots of the instance's machine, reboots included. */
    public synchronized long boots() {
        return boots;
    }

    /** Counts a change and wakes the waiting threads. */
    public synchronized void add() {
        changes++;
        notifyAll();
    }

    synchronized void addBoot() {
        boots++;
        add();
    }

    /**
     * Waits until there are more changes, at most for a time.
     *
     * @param seen number of changes before the condition was checked
     */
    public synchronized void awaitAfter(long seen, Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (changes == seen) {
            long leftMillis = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (leftMillis <= 0) {
                return;
            }
            wait(leftMillis);
        }
    }
}
