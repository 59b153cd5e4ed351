package io.jobarrays.agent.server;

import io.jobarrays.contract.AgentMessage.FromAgent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** What is to be said once, in order, as soon as there is a connection to say it over. */
public final class MessageOutbox {
    /** What waits for longer than a server is away is old news. */
    static final int MAX_QUEUED_MESSAGES = 64;

    private final Deque<QueuedMessage> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    public void enqueue(FromAgent message) {
        enqueue(message, () -> {});
    }

    /**
     * @param said called once it is on its way
     */
    public void enqueue(FromAgent message, Runnable said) {
        lock.lock();
        try {
            if (queue.size() == MAX_QUEUED_MESSAGES) {
                queue.removeFirst();
            }
            queue.addLast(new QueuedMessage(message, said));
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void connected() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits until all has been said, and no longer than that. */
    public void awaitEmpty(Duration patience) throws InterruptedException {
        long nanos = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (!queue.isEmpty() && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Never returns but by interruption.
     *
     * @param connection false when there is none: what it was given is lost
     */
    public void deliver(Predicate<FromAgent> connection) throws InterruptedException {
        while (true) {
            QueuedMessage next = next();
            boolean sent = connection.test(next.message());
            lock.lockInterruptibly();
            try {
                if (sent) {
                    queue.remove(next);
                    changed.signalAll();
                } else {
                    changed.await(1, TimeUnit.SECONDS);
                }
            } finally {
                lock.unlock();
            }
            if (sent) {
                next.onSent().run();
            }
        }
    }

    private QueuedMessage next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (queue.isEmpty()) {
                changed.await();
            }
            return queue.getFirst();
        } finally {
            lock.unlock();
        }
    }

    private record QueuedMessage(FromAgent message, Runnable onSent) {}
}
