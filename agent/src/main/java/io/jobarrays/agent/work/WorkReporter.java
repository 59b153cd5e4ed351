package io.jobarrays.agent.work;

import io.jobarrays.agent.log.LogProgress;
import io.jobarrays.agent.log.LogSpool;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.AgentMessage.Ended;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.Log;
import io.jobarrays.contract.AgentMessage.LogStored;
import java.io.IOException;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings the work's log and then its end to the server. One piece of log is on its way at a time,
 * and the server's answer alone tells from where to go on, so that nothing is lost or doubled
 * whatever happens to the connection.
 */
public final class WorkReporter {
    private static final Logger LOG = Logger.getLogger(WorkReporter.class);
    private static final long POLL_INTERVAL_MILLIS = 200;
    private static final long THROTTLED_INTERVAL_MILLIS = 50;
    private static final long IDLE_INTERVAL_MILLIS = 2_000;

    /** After this the server is asked again on the same connection. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

    private final Workload workload;
    private final MessageCodec codec;
    private final Predicate<FromAgent> connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private boolean connected;
    private @Nullable LogProgress progress;

    /**
     * @param connection false when there is none: what it was given is lost
     */
    public WorkReporter(Workload workload, MessageCodec wire, Predicate<FromAgent> connection) {
        this.workload = workload;
        this.codec = wire;
        this.connection = connection;
    }

    /** A new connection: what was on its way on the last one is said again. */
    public void connected() {
        lock.lock();
        try {
            connected = true;
            if (progress != null) {
                progress.awaitingAnswer = false;
                progress.endSent = false;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There is something new to say. */
    public void signalChange() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public void stored(LogStored answer) throws IOException {
        lock.lock();
        try {
            if (progress != null && answer.work().equals(progress.work)) {
                progress.stored(answer.offset());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    public void endStored(String id) throws IOException {
        workload.markDelivered(id);
    }

    /** Never returns but by interruption. */
    public void report() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                changed.await(reportNext(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long to wait, in milliseconds, if nothing happens. */
    private long reportNext() {
        WorkRecord run = workload.record().orElse(null);
        if (run == null) {
            return IDLE_INTERVAL_MILLIS;
        }
        try {
            return connected ? sendNext(run, progress(run)) : IDLE_INTERVAL_MILLIS;
        } catch (IOException | RuntimeException e) {
            LOG.warnf("work %s cannot be reported: %s", run.id(), e);
            return IDLE_INTERVAL_MILLIS;
        }
    }

    private LogProgress progress(WorkRecord run) throws IOException {
        if (progress == null || !run.id().equals(progress.work)) {
            progress = new LogProgress(run.id(), run.log());
        }
        return progress;
    }

    private long sendNext(WorkRecord run, LogProgress progress) throws IOException {
        long now = System.nanoTime();
        if (progress.awaitingAnswer && now - progress.sentAt < ANSWER_TIMEOUT.toNanos()) {
            return POLL_INTERVAL_MILLIS;
        }
        Optional<Ended> ended = run.delivered() ? Optional.empty() : run.ended(codec);
        if (ended.isEmpty() && !progress.rateLimit.permits(now)) {
            return THROTTLED_INTERVAL_MILLIS;
        }
        if (ended.isPresent() && progress.endOffset == LogProgress.UNKNOWN_OFFSET) {
            // What the work left behind may write for ever; its end does not wait for that.
            progress.endOffset = run.log().end();
        }
        LogSpool.Chunk next = progress.next();
        if (ended.isPresent()
                && !progress.endSent
                && (next == null || next.offset() >= progress.endOffset)) {
            progress.endSent = send(ended.get());
        }
        if (next != null) {
            sendLog(progress, next, now);
        }
        return run.delivered() ? IDLE_INTERVAL_MILLIS : POLL_INTERVAL_MILLIS;
    }

    private void sendLog(LogProgress progress, LogSpool.Chunk piece, long now) {
        String data = Base64.getEncoder().encodeToString(piece.data());
        if (send(new Log(progress.work, piece.offset(), data, progress.droppedLines))) {
            progress.awaitingAnswer = true;
            progress.sentAt = now;
            progress.rateLimit.consume(piece.data().length);
        }
    }

    private boolean send(FromAgent message) {
        connected = connection.test(message);
        return connected;
    }
}
