package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.S3Client;
import io.jobarrays.agent.aws.SecretResolver;
import io.jobarrays.agent.host.AgentThreads;
import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import io.jobarrays.contract.messages.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Current work of this machine, from its assignment to the delivery of its end. */
public final class Workload {
    private static final Logger LOG = Logger.getLogger(Workload.class);

    /** EC2 announces an interruption two minutes before; leaves time to report it. */
    private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(90);

    private final RootDirectory root;
    private final MessageCodec codec;
    private final AgentThreads threads;
    private final WorkSupervisor workSupervisor;
    private final StartControl startControl = new StartControl();
    private final WorkExecution.Dependencies dependencies;
    private volatile @Nullable WorkExecution current;
    private volatile @Nullable Work queued;
    private volatile boolean queuedReleased;
    private volatile Runnable changeListener = () -> {};
    private volatile Runnable beginListener = () -> {};
    private volatile Consumer<String> notes = sentence -> {};

    public Workload(
            RootDirectory root,
            MessageCodec codec,
            AgentThreads threads,
            WorkSupervisor workSupervisor,
            WorkEnvironment environment,
            SecretResolver secretResolver,
            S3Client s3,
            ServerFiles serverFiles) {
        this.root = root;
        this.codec = codec;
        this.threads = threads;
        this.workSupervisor = workSupervisor;
        this.dependencies =
                new WorkExecution.Dependencies(
                        root,
                        serverFiles,
                        workSupervisor,
                        environment,
                        secretResolver,
                        s3,
                        startControl);
    }

    /** Sets the listener that is called at every start and end of work. */
    public void onChange(Runnable listener) {
        changeListener = listener;
    }

    /** Sets the listener that is called when the machine gets other work. */
    public void onBegin(Runnable listener) {
        beginListener = listener;
    }

    /** Sets what takes sentences for the user. */
    public void onNote(Consumer<String> taker) {
        notes = taker;
    }

    /** Continues the work that the last agent on this machine has begun. */
    public void resume() throws IOException {
        Optional<WorkRecord> run = WorkRecord.current(root, codec);
        run.ifPresent(r -> LOG.infof("resuming work %s", r.id()));
        run.ifPresent(this::begin);
    }

    /**
     * Starts the work unless it is the current one; other work is queued until the end of the
     * current one is delivered.
     */
    public void accept(Work work) throws IOException {
        WorkRecord held = record().orElse(null);
        if (held != null && held.id().equals(work.id())) {
            return;
        }
        if (held != null && held.hasParts() && !held.delivered()) {
            queue(work, held);
            return;
        }
        LOG.infof("accepting work %s", work.id());
        beginListener.run();
        WorkRecord record = WorkRecord.accept(root, codec, work);
        if (held != null) {
            threads.start("older-works", () -> WorkDirectories.deleteOlder(root, record, held));
        }
        begin(record);
    }

    /** A repetition of the message leaves a release that came meanwhile. */
    private void queue(Work work, WorkRecord held) {
        Work earlier = queued;
        if (earlier == null || !earlier.id().equals(work.id())) {
            LOG.warnf("work %s waits for the end of work %s", work.id(), held.id());
            queuedReleased = false;
            queued = work;
        }
    }

    /** Releases held work; queued work may be released before it starts. */
    public void release(String id) throws IOException {
        Work queuedWork = queued;
        if (queuedWork != null && queuedWork.id().equals(id)) {
            queuedReleased = true;
            return;
        }
        Optional<WorkRecord> run = record(id, "go");
        if (run.isPresent()) {
            startControl.release(run.get());
        }
    }

    /**
     * Stops the work: parts that have not begun are cancelled; running parts and processes that
     * outlived the work are stopped by their supervisors.
     */
    public void stop(String id, int graceSeconds) throws IOException {
        Work queuedWork = queued;
        if (queuedWork != null && queuedWork.id().equals(id)) {
            queued = null;
        }
        Optional<WorkRecord> run = record(id, "stop");
        if (run.isPresent()) {
            LOG.infof("stopping work %s", id);
            if (!run.get().hasEnded()) {
                startControl.cancel(run.get(), graceSeconds);
            }
            workSupervisor.stop(run.get(), graceSeconds);
        }
    }

    /**
     * Uploads the work's checkpoint, runs its interrupt hook once and waits for its end, and
     * uploads the checkpoint again, which the hook may have written.
     *
     * @return outcome for the user; empty when there is no hook to run
     */
    public String runInterruptHook() throws InterruptedException {
        WorkExecution execution = current;
        if (execution == null) {
            return "";
        }
        CheckpointUploads checkpoints = execution.checkpointUploads();
        if (checkpoints == null) {
            return execution.runInterruptHook(HOOK_TIMEOUT);
        }
        checkpoints.interruptionAnnounced();
        String outcome = execution.runInterruptHook(HOOK_TIMEOUT);
        checkpoints.interruptionAnnounced();
        return outcome;
    }

    /** Checkpoints of the current work that are asked for from outside. */
    public CheckpointRequests checkpointRequests() {
        return new CheckpointRequests(() -> Optional.ofNullable(current), threads);
    }

    /** Records that the server has stored the end, and starts queued work. */
    void markDelivered(String id) throws IOException {
        Optional<WorkRecord> run = record().filter(r -> r.id().equals(id) && r.hasEnded());
        if (run.isEmpty()) {
            return;
        }
        run.get().markDelivered();
        Work queuedWork = queued;
        if (queuedWork != null) {
            queued = null;
            accept(queuedWork);
            if (queuedReleased) {
                release(queuedWork.id());
            }
        }
    }

    public Optional<WorkRecord> record() {
        return Optional.ofNullable(current).map(WorkExecution::record);
    }

    /** Why outputs of the work are on this machine only; null when none are. */
    public @Nullable String unkeptOutputs() {
        WorkExecution execution = current;
        return execution == null ? null : execution.unkeptOutputs();
    }

    /** Phase in the {@code hello} message. */
    public String phase() {
        WorkRecord run = record().orElse(null);
        if (run == null || !run.hasParts()) {
            return "idle";
        }
        if (run.hasEnded()) {
            return "ended";
        }
        return startControl.awaitingRelease() ? "held" : "running";
    }

    private Optional<WorkRecord> record(String id, String message) {
        Optional<WorkRecord> run = record().filter(r -> r.id().equals(id));
        if (run.isEmpty()) {
            LOG.warnf("%s for work %s, which is not the current work", message, id);
        }
        return run;
    }

    private void begin(WorkRecord run) {
        WorkExecution execution = new WorkExecution(run, dependencies, changeListener, notes);
        current = execution;
        changeListener.run();
        if (!run.hasEnded()) {
            threads.start("work", () -> runToEnd(execution));
            CheckpointUploads checkpoints = execution.checkpointUploads();
            if (checkpoints != null) {
                threads.start("checkpoints", checkpoints::run);
            }
        }
    }

    private void runToEnd(WorkExecution execution) throws InterruptedException {
        WorkRecord run = execution.record();
        Ended ended = execution.runToEnd();
        if (run.hasParts()) {
            recordEnd(run, ended);
            changeListener.run();
        }
        LOG.infof("%s", ended);
    }

    /** Retries until the disk accepts the end: an unrecorded end must not be reported. */
    private void recordEnd(WorkRecord run, Ended ended) throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                run.markEnded(codec, ended);
                return;
            } catch (IOException e) {
                LOG.errorf("work %s: cannot record its end yet: %s", run.id(), e);
                backoff.pause();
            }
        }
    }
}
