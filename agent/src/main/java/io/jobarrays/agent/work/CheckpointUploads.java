package io.jobarrays.agent.work;

import io.jobarrays.agent.files.FileRights;
import io.jobarrays.agent.server.AgentUpload;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.messages.Work.CheckpointRule;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Uploads the checkpoint of one work: at intervals, on a spot interruption notice, and when the
 * work has failed. A failed upload is repeated with the next one; the result of the work does not
 * depend on it.
 */
final class CheckpointUploads {
    private static final Logger LOG = Logger.getLogger(CheckpointUploads.class);

    /** The machine is reclaimed two minutes after the notice: what is written until then counts. */
    private static final Duration INTERVAL_AFTER_NOTICE = Duration.ofSeconds(10);

    private final WorkRecord record;
    private final CheckpointPacker packer;
    private final ServerFiles serverFiles;
    private final Consumer<String> notes;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private Duration interval;
    private boolean due;
    private boolean ended;

    /** Held during an upload. */
    private final ReentrantLock upload = new ReentrantLock();

    private String stored = "";
    private String problem = "";

    private CheckpointUploads(
            WorkRecord record,
            CheckpointPacker packer,
            Duration interval,
            ServerFiles serverFiles,
            Consumer<String> notes) {
        this.record = record;
        this.packer = packer;
        this.interval = interval;
        this.serverFiles = serverFiles;
        this.notes = notes;
    }

    /**
     * @param notes takes sentences for the user
     * @return null for work without checkpoints
     */
    static @Nullable CheckpointUploads of(
            WorkRecord record,
            FileRights.FileStep<FileRights> rightsOfWork,
            ServerFiles serverFiles,
            Consumer<String> notes) {
        CheckpointRule rule = record.work().checkpoint();
        return rule == null
                ? null
                : new CheckpointUploads(
                        record,
                        new CheckpointPacker(record, rule, rightsOfWork),
                        Duration.ofSeconds(rule.intervalSeconds()),
                        serverFiles,
                        notes);
    }

    /** Uploads until {@link #end}. */
    void run() throws InterruptedException {
        while (awaitNext()) {
            upload();
        }
    }

    /** Uploads at once, and more often from now on. */
    void interruptionAnnounced() {
        lock.lock();
        try {
            if (interval.compareTo(INTERVAL_AFTER_NOTICE) > 0) {
                interval = INTERVAL_AFTER_NOTICE;
            }
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Uploads at once: the machine ends soon. */
    void machineEndsSoon() {
        lock.lock();
        try {
            due = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Uploads now, and waits for an upload that is under way.
     *
     * @return why the server does not have the newest state; empty: it has
     */
    String takeNow() throws InterruptedException {
        upload.lockInterruptibly();
        try {
            if (hasEnded()) {
                return "its work has ended";
            }
            upload();
            return problem.isEmpty() && stored.isEmpty()
                    ? "its work has written no file that --checkpoint matches"
                    : problem;
        } finally {
            upload.unlock();
        }
    }

    /** The work has ended; what has failed may be attempted again on another machine. */
    void end(boolean failed) throws InterruptedException {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        // Also one under way: the machine may be another member's after the end.
        upload.lockInterruptibly();
        try {
            if (failed) {
                upload();
            }
        } finally {
            upload.unlock();
        }
    }

    private boolean hasEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitNext() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long begun = System.nanoTime();
            while (!ended && !due) {
                long left = interval.toNanos() - (System.nanoTime() - begun);
                if (left <= 0) {
                    break;
                }
                changed.awaitNanos(left);
            }
            due = false;
            return !ended;
        } finally {
            lock.unlock();
        }
    }

    private void upload() throws InterruptedException {
        upload.lockInterruptibly();
        try {
            if (!record.prepared()) {
                return;
            }
            Optional<CheckpointPacker.Packed> packed = packer.pack(stored);
            if (packed.isPresent()) {
                send(packed.get());
            }
            problem = "";
        } catch (IOException | Refusal e) {
            tell("checkpoint was not stored: " + e.getMessage());
        } finally {
            upload.unlock();
        }
    }

    private void send(CheckpointPacker.Packed packed) throws IOException, InterruptedException {
        AgentUpload.upload(
                serverFiles,
                CheckpointDirectory.SERVER_PATH,
                record.work().attempt(),
                packed.archive());
        stored = packed.state();
        Files.delete(packed.archive());
        LOG.infof("work %s: checkpoint stored", record.id());
    }

    /** Once until an upload succeeds again. */
    private void tell(String sentence) {
        LOG.warnf("work %s: %s", record.id(), sentence);
        if (!sentence.equals(problem)) {
            problem = sentence;
            notes.accept(sentence);
        }
    }
}
