package io.jobarrays.agent.server;

import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Queue of messages to send once and in order as soon as the agent is connected. */
public final class MessageOutbox {
    /** Above this size the oldest message is dropped. */
    static final int MAX_QUEUED_MESSAGES = 64;

    private final Deque<QueuedMessage> queue = new ArrayDeque<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    public void enqueue(FromAgent message) {
        enqueue(message, () -> {});
    }

    /**
     * @param onSent called after the message was sent
     */
    public void enqueue(FromAgent message, Runnable onSent) {
        lock.lock();
        try {
            if (queue.size() == MAX_QUEUED_MESSAGES) {
                queue.removeFirst();
            }
            queue.addLast(new QueuedMessage(message, onSent));
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

    /** Waits until the queue is empty, at most {@code timeout}. */
    public void awaitEmpty(Duration timeout) throws InterruptedException {
        long nanos = timeout.toNanos();
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
     * Sends queued messages until the thread is interrupted.
     *
     * @param connection returns false when the message was not sent
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
