package io.jobarrays.agent;

import io.jobarrays.contract.AgentMessage.Ended;
import io.jobarrays.contract.AgentMessage.FromAgent;
import io.jobarrays.contract.AgentMessage.Log;
import io.jobarrays.contract.AgentMessage.LogStored;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jboss.logging.Logger;

/**
 * Brings the work's log and then its end to the server. One piece of log is on its way at a time,
 * and the server's answer alone tells from where to go on, so that nothing is lost or doubled
 * whatever happens to the connection.
 */
final class Reporter {
    /** What the disk holds of one work's log; the server takes less. */
    static final long LIMIT = 64L << 20;

    private static final Logger LOG = Logger.getLogger(Reporter.class);
    private static final int PIECE = 64 << 10;
    private static final long POLL_MILLIS = 200;
    private static final long IDLE_MILLIS = 2_000;
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final long UNKNOWN = -1;

    private final Workload workload;
    private final Wire wire;
    private final Predicate<FromAgent> connection;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    private String work = "";
    private long stored;
    private boolean full;
    private boolean asking;
    private boolean told;
    private long asked;
    private long endsAt = UNKNOWN;

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
            asking = false;
            told = false;
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

    void stored(LogStored answer) {
        lock.lock();
        try {
            if (answer.work().equals(work)) {
                stored = answer.offset();
                asking = false;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void endStored(String id) throws IOException {
        Optional<Run> run = workload.run().filter(r -> r.id().equals(id));
        if (run.isPresent() && run.get().hasEnded()) {
            run.get().markDelivered();
        }
    }

    /** Never returns but by interruption. */
    void report() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                advance();
                boolean busy = workload.run().filter(run -> !run.delivered()).isPresent();
                changed.await(busy ? POLL_MILLIS : IDLE_MILLIS, TimeUnit.MILLISECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private void advance() {
        Run run = workload.run().orElse(null);
        if (run == null) {
            return;
        }
        if (!run.id().equals(work)) {
            work = run.id();
            stored = 0;
            endsAt = UNKNOWN;
            full = false;
            asking = false;
            told = false;
        }
        try {
            say(run);
        } catch (IOException e) {
            LOG.warnf("work %s cannot be reported: %s", work, e);
        }
    }

    private void say(Run run) throws IOException {
        if (asking && System.nanoTime() - asked < PATIENCE.toNanos()) {
            return;
        }
        Optional<Ended> ended = run.delivered() || told ? Optional.empty() : run.ended(wire);
        long held = held(run.log());
        if (ended.isPresent() && endsAt == UNKNOWN) {
            // What the work left behind may write for ever; its end does not wait for that.
            endsAt = held;
        }
        if (ended.isPresent() && (full || stored >= endsAt)) {
            told = connection.test(ended.get());
        } else if (!full && held > stored) {
            asking = sendLog(run);
            asked = System.nanoTime();
        }
    }

    private boolean sendLog(Run run) throws IOException {
        byte[] piece = new byte[PIECE];
        try (RandomAccessFile file = new RandomAccessFile(run.log().toFile(), "r")) {
            file.seek(stored);
            int read = file.read(piece, 0, (int) Math.min(PIECE, LIMIT - stored));
            if (read <= 0) {
                return false;
            }
            String data = Base64.getEncoder().encodeToString(Arrays.copyOf(piece, read));
            return connection.test(new Log(run.id(), stored, data, 0));
        }
    }

    /** What there is of the log; what comes after the limit nobody would take, and it is let go. */
    private static long held(Path log) throws IOException {
        long size = Files.exists(log) ? Files.size(log) : 0;
        if (size > LIMIT) {
            try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
                channel.truncate(LIMIT);
            }
        }
        return Math.min(size, LIMIT);
    }
}
