package io.jobarrays.agent.work;

import io.jobarrays.agent.log.LogProgress;
import io.jobarrays.agent.log.LogSpool;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.AgentMessage.FromAgent;
import io.jobarrays.contract.messages.AgentMessage.Log;
import io.jobarrays.contract.messages.AgentMessage.LogStored;
import io.jobarrays.contract.messages.AgentMessage.Outputs;
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
 * Sends the work's log and then its end to the server. One log chunk is in flight at a time and the
 * server's answer sets the next offset, so that no line is lost or duplicated when the connection
 * breaks.
 */
public final class WorkReporter {
    private static final Logger LOG = Logger.getLogger(WorkReporter.class);
    private static final long THROTTLED_INTERVAL_MILLIS = 50;
    private static final long MIN_IDLE_INTERVAL_MILLIS = 2_000;

    /** Without an answer the chunk is sent again after this time. */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(15);

    private static final Duration MAX_FLUSH = Duration.ofSeconds(3);

    /** The work writes its last words when the machine shuts down, as this process ends. */
    private static final Duration FLUSH_QUIET_PERIOD = Duration.ofMillis(300);

    private static final long FLUSH_INTERVAL_MILLIS = 20;

    private final Workload workload;
    private final MessageCodec codec;
    private final Predicate<FromAgent> connection;
    private final long pollMillis;
    private final long idleMillis;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private boolean connected;
    private @Nullable LogProgress progress;

    /**
     * @param connection returns false when the message was not sent
     * @param pollInterval interval of checks for new log that no signal announces
     */
    public WorkReporter(
            Workload workload,
            MessageCodec codec,
            Predicate<FromAgent> connection,
            Duration pollInterval) {
        this.workload = workload;
        this.codec = codec;
        this.connection = connection;
        this.pollMillis = pollInterval.toMillis();
        this.idleMillis = Math.max(MIN_IDLE_INTERVAL_MILLIS, pollMillis);
    }

    /** Resends after a reconnect what was in flight. */
    public void connected() {
        lock.lock();
        try {
            connected = true;
            if (progress != null) {
                progress.awaitingAnswer = false;
                progress.outputsSent = null;
                progress.endSent = false;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Wakes the reporter after a change of the work. */
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

    /**
     * Waits until the server has the log, and nothing more comes; returns at once without work or
     * connection, and in any case after three seconds.
     */
    public void flush() throws InterruptedException, IOException {
        long begun = System.nanoTime();
        long changedAt = begun;
        long known = LogProgress.UNKNOWN_OFFSET;
        lock.lockInterruptibly();
        try {
            for (long now = begun;
                    connected && isRunning() && now - begun < MAX_FLUSH.toNanos();
                    now = System.nanoTime()) {
                long end = workload.record().orElseThrow().log().end();
                if (end != known || progress == null || !progress.hasStored(end)) {
                    known = end;
                    changedAt = now;
                } else if (now - changedAt > FLUSH_QUIET_PERIOD.toNanos()) {
                    return;
                }
                changed.signalAll();
                changed.await(FLUSH_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isRunning() {
        return workload.record().filter(record -> !record.delivered()).isPresent();
    }

    /** Runs until the thread is interrupted. */
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

    /** Sends what is due and returns the time to wait for a change, in milliseconds. */
    private long reportNext() {
        WorkRecord record = workload.record().orElse(null);
        if (record == null) {
            return idleMillis;
        }
        try {
            return connected ? sendNext(record, progress(record)) : idleMillis;
        } catch (IOException | RuntimeException e) {
            LOG.warnf("cannot report work %s: %s", record.id(), e);
            return idleMillis;
        }
    }

    private LogProgress progress(WorkRecord record) throws IOException {
        if (progress == null || !record.id().equals(progress.work)) {
            progress = new LogProgress(record.id(), record.log());
        }
        return progress;
    }

    private long sendNext(WorkRecord record, LogProgress progress) throws IOException {
        long now = System.nanoTime();
        if (progress.awaitingAnswer && now - progress.sentAt < ANSWER_TIMEOUT.toNanos()) {
            return pollMillis;
        }
        Optional<Ended> ended = record.delivered() ? Optional.empty() : record.ended(codec);
        if (ended.isEmpty() && !progress.rateLimit.permits(now)) {
            return THROTTLED_INTERVAL_MILLIS;
        }
        if (ended.isPresent() && progress.endOffset == LogProgress.UNKNOWN_OFFSET) {
            // Background processes may write indefinitely; the end does not wait for them.
            progress.endOffset = record.log().end();
        }
        if (!sendOutputs(record, progress, ended.isPresent())) {
            return idleMillis;
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
        return record.delivered() ? idleMillis : pollMillis;
    }

    /**
     * Sends the state of the outputs before the end, since the server may terminate the machine
     * after the end; returns false when it was not sent.
     */
    private boolean sendOutputs(WorkRecord record, LogProgress progress, boolean ended) {
        Outputs outputs = new Outputs(record.id(), workload.unkeptOutputs());
        boolean known = outputs.unkept() == null && progress.outputsSent == null && !ended;
        if (known || record.work().collect().isEmpty() || outputs.equals(progress.outputsSent)) {
            return true;
        }
        boolean sent = send(outputs);
        progress.outputsSent = sent ? outputs : null;
        return sent;
    }

    private void sendLog(LogProgress progress, LogSpool.Chunk chunk, long now) {
        String data = Base64.getEncoder().encodeToString(chunk.data());
        if (send(new Log(progress.work, chunk.offset(), data, progress.droppedLines))) {
            progress.awaitingAnswer = true;
            progress.sentAt = now;
            progress.rateLimit.consume(chunk.data().length);
        }
    }

    private boolean send(FromAgent message) {
        connected = connection.test(message);
        return connected;
    }
}
