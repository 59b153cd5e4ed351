package io.jobarrays.agent;

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
final class Reporter {
    private static final Logger LOG = Logger.getLogger(Reporter.class);
    private static final long POLL_MILLIS = 200;
    private static final long THROTTLED_MILLIS = 50;
    private static final long IDLE_MILLIS = 2_000;

    /** After this the server is asked again on the same connection. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Workload workload;
    private final Wire wire;
    private final Predicate<FromAgent> connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private boolean connected;
    private Progress progress = new Progress("");

    /**
     * @param connection false when there is none: what it was given is lost
     */
    Reporter(Workload workload, Wire wire, Predicate<FromAgent> connection) {
        this.workload = workload;
        this.wire = wire;
        this.connection = connection;
    }

    /** A new connection: what was on its way on the last one is said again. */
    void connected() {
        lock.lock();
        try {
            connected = true;
            progress.asking = false;
            progress.told = false;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** There is something new to say. */
    void nudge() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void stored(LogStored answer) throws IOException {
        lock.lock();
        try {
            Run run = workload.run().orElse(null);
            if (run != null
                    && answer.work().equals(progress.work)
                    && progress.stored(answer.offset())) {
                run.log().forget(answer.offset());
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void endStored(String id) throws IOException {
        workload.delivered(id);
    }

    /** Never returns but by interruption. */
    void report() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                changed.await(advance(), TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** How long to wait, in milliseconds, if nothing happens. */
    private long advance() {
        Run run = workload.run().orElse(null);
        if (run == null) {
            return IDLE_MILLIS;
        }
        if (!run.id().equals(progress.work)) {
            progress = new Progress(run.id());
        }
        try {
            return connected ? say(run) : IDLE_MILLIS;
        } catch (IOException e) {
            LOG.warnf("work %s cannot be reported: %s", run.id(), e);
            return IDLE_MILLIS;
        }
    }

    private long say(Run run) throws IOException {
        long now = System.nanoTime();
        if (progress.asking && now - progress.asked < PATIENCE.toNanos()) {
            return POLL_MILLIS;
        }
        Optional<Ended> ended = run.delivered() ? Optional.empty() : run.ended(wire);
        if (ended.isEmpty() && !progress.allowance.grants(now)) {
            return THROTTLED_MILLIS;
        }
        if (ended.isPresent() && progress.endsAt == Progress.UNKNOWN) {
            // What the work left behind may write for ever; its end does not wait for that.
            progress.endsAt = run.log().end();
        }
        Spool.Piece next = progress.next(run.log());
        if (ended.isPresent()
                && !progress.told
                && (next == null || next.offset() >= progress.endsAt)) {
            progress.told = send(ended.get());
        }
        if (next != null) {
            sendLog(run, next, now);
        }
        return run.delivered() ? IDLE_MILLIS : POLL_MILLIS;
    }

    private void sendLog(Run run, Spool.Piece piece, long now) throws IOException {
        String data = Base64.getEncoder().encodeToString(piece.data());
        if (send(new Log(run.id(), piece.offset(), data, piece.droppedLines()))) {
            progress.asking = true;
            progress.asked = now;
            progress.allowance.spend(piece.data().length);
        } else {
            run.log().giveBack(piece);
            progress.onItsWay = null;
        }
    }

    private boolean send(FromAgent message) {
        connected = connection.test(message);
        return connected;
    }

    /** How far the server is with one work. */
    private static final class Progress {
        private static final long UNKNOWN = -1;

        private final String work;
        private final Allowance allowance = new Allowance(System.nanoTime());
        private long stored;
        private long endsAt = UNKNOWN;
        private boolean told;
        private boolean asking;
        private long asked;
        private Spool.@Nullable Piece onItsWay;

        Progress(String work) {
            this.work = work;
        }

        /** Kept until it is stored: on the disk it may be dropped meanwhile. */
        Spool.@Nullable Piece next(Spool log) throws IOException {
            if (onItsWay == null) {
                onItsWay = log.take(stored).orElse(null);
            }
            return onItsWay;
        }

        /** False for an answer to something older, or one that takes nothing. */
        boolean stored(long offset) {
            if (onItsWay == null || offset <= onItsWay.offset()) {
                return false;
            }
            stored = offset;
            onItsWay = null;
            asking = false;
            return true;
        }
    }
}
