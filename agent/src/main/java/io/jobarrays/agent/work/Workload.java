package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.SecretResolver;
import io.jobarrays.agent.host.RetryBackoff;
import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.agent.server.MessageCodec;
import io.jobarrays.agent.server.ServerFiles;
import io.jobarrays.contract.AgentMessage.Ended;
import io.jobarrays.contract.AgentMessage.Work;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes the one work of this machine from its arrival to its end. */
public final class Workload {
    private static final Logger LOG = Logger.getLogger(Workload.class);

    /** EC2 gives two minutes; the peers and the server want to hear of it too. */
    private static final Duration HOOK_TIMEOUT = Duration.ofSeconds(90);

    private final RootDirectory root;
    private final MessageCodec codec;
    private final WorkSupervisor supervisor;
    private final StartControl startControl = new StartControl();
    private final WorkExecution.Dependencies dependencies;
    private volatile @Nullable WorkExecution current;
    private volatile @Nullable Work queued;
    private volatile boolean queuedReleased;
    private volatile Runnable changeListener = () -> {};

    public Workload(
            RootDirectory root,
            MessageCodec wire,
            WorkSupervisor supervisor,
            WorkEnvironment surroundings,
            SecretResolver secrets,
            ServerFiles calls) {
        this.root = root;
        this.codec = wire;
        this.supervisor = supervisor;
        this.dependencies =
                new WorkExecution.Dependencies(
                        root, calls, supervisor, surroundings, secrets, startControl);
    }

    /** {@code listener} learns of every beginning and end. */
    public void onChange(Runnable listener) {
        changeListener = listener;
    }

    /** Goes on with what the last agent on this machine had begun. */
    public void resume() throws IOException {
        Optional<WorkRecord> run = WorkRecord.current(root, codec);
        run.ifPresent(r -> LOG.infof("going on with work %s", r.id()));
        run.ifPresent(this::begin);
    }

    /** Known work is not begun again; other work waits until the known one's end is delivered. */
    public void accept(Work work) throws IOException {
        WorkRecord held = record().orElse(null);
        if (held != null && held.id().equals(work.id())) {
            return;
        }
        if (held != null && held.hasParts() && !held.delivered()) {
            LOG.warnf("work %s waits for the end of work %s", work.id(), held.id());
            queuedReleased = false;
            queued = work;
            return;
        }
        LOG.infof("taking on work %s", work.id());
        begin(WorkRecord.accept(root, codec, work));
    }

    /** Peers that wait for nothing may be let go before the work is this machine's turn. */
    public void release(String id) throws IOException {
        Work waiting = queued;
        if (waiting != null && waiting.id().equals(id)) {
            queuedReleased = true;
            return;
        }
        Optional<WorkRecord> run = record(id, "go");
        if (run.isPresent()) {
            startControl.release(run.get());
        }
    }

    /**
     * What has not begun ends here; what runs is ended by its supervisor, and so is what has
     * outlived the work's own end.
     */
    public void stop(String id, int graceSeconds) throws IOException {
        Work waiting = queued;
        if (waiting != null && waiting.id().equals(id)) {
            queued = null;
        }
        Optional<WorkRecord> run = record(id, "stop");
        if (run.isPresent()) {
            LOG.infof("work %s is stopped", id);
            if (!run.get().hasEnded()) {
                startControl.cancel(run.get(), graceSeconds);
            }
            supervisor.stop(run.get(), graceSeconds);
        }
    }

    /**
     * EC2 takes the machine back: runs the work's hook, once, and returns when it has ended.
     *
     * @return what became of it, for people; empty where there is none to run
     */
    public String runInterruptHook() throws InterruptedException {
        WorkExecution execution = current;
        return execution == null ? "" : execution.runInterruptHook(HOOK_TIMEOUT);
    }

    /** The server knows how the work ended. */
    void markDelivered(String id) throws IOException {
        Optional<WorkRecord> run = record().filter(r -> r.id().equals(id) && r.hasEnded());
        if (run.isEmpty()) {
            return;
        }
        run.get().markDelivered();
        Work waiting = queued;
        if (waiting != null) {
            queued = null;
            accept(waiting);
            if (queuedReleased) {
                release(waiting.id());
            }
        }
    }

    public Optional<WorkRecord> record() {
        return Optional.ofNullable(current).map(WorkExecution::record);
    }

    /** As {@code hello} tells it. */
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
            LOG.warnf("%s for work %s, which is not here", message, id);
        }
        return run;
    }

    private void begin(WorkRecord run) {
        WorkExecution execution = new WorkExecution(run, dependencies);
        current = execution;
        changeListener.run();
        if (!run.hasEnded()) {
            Thread.ofPlatform().name("work").daemon().start(() -> runToEnd(execution));
        }
    }

    private void runToEnd(WorkExecution execution) {
        WorkRecord run = execution.record();
        try {
            Ended ended = execution.runToEnd();
            if (run.hasParts()) {
                recordEnd(run, ended);
                changeListener.run();
            }
            LOG.infof("%s", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the disk takes it: without that nothing can be reported truthfully. */
    private void recordEnd(WorkRecord run, Ended ended) throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                run.markEnded(codec, ended);
                return;
            } catch (IOException e) {
                LOG.errorf("work %s: its end cannot be written down yet: %s", run.id(), e);
                backoff.pause();
            }
        }
    }
}
