package io.jobarrays.agent.work;

import io.jobarrays.agent.aws.SecretReferences;
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
    private static final Duration HOOK = Duration.ofSeconds(90);

    private final RootDirectory root;
    private final MessageCodec wire;
    private final WorkSupervisor supervisor;
    private final StartGate gate = new StartGate();
    private final WorkExecution.Tools tools;
    private volatile @Nullable WorkExecution current;
    private volatile @Nullable Work next;
    private volatile boolean nextReleased;
    private volatile Runnable changed = () -> {};

    public Workload(
            RootDirectory root,
            MessageCodec wire,
            WorkSupervisor supervisor,
            WorkEnvironment surroundings,
            SecretReferences secrets,
            ServerFiles calls) {
        this.root = root;
        this.wire = wire;
        this.supervisor = supervisor;
        this.tools = new WorkExecution.Tools(root, calls, supervisor, surroundings, secrets, gate);
    }

    /** {@code listener} learns of every beginning and end. */
    public void whenChanged(Runnable listener) {
        changed = listener;
    }

    /** Goes on with what the last agent on this machine had begun. */
    public void resume() throws IOException {
        Optional<WorkRecord> run = WorkRecord.current(root, wire);
        run.ifPresent(r -> LOG.infof("going on with work %s", r.id()));
        run.ifPresent(this::begin);
    }

    /** Known work is not begun again; other work waits until the known one's end is delivered. */
    public void accept(Work work) throws IOException {
        WorkRecord held = run().orElse(null);
        if (held != null && held.id().equals(work.id())) {
            return;
        }
        if (held != null && held.hasParts() && !held.delivered()) {
            LOG.warnf("work %s waits for the end of work %s", work.id(), held.id());
            nextReleased = false;
            next = work;
            return;
        }
        LOG.infof("taking on work %s", work.id());
        begin(WorkRecord.accept(root, wire, work));
    }

    /** Peers that wait for nothing may be let go before the work is this machine's turn. */
    public void go(String id) throws IOException {
        Work waiting = next;
        if (waiting != null && waiting.id().equals(id)) {
            nextReleased = true;
            return;
        }
        Optional<WorkRecord> run = run(id, "go");
        if (run.isPresent()) {
            gate.open(run.get());
        }
    }

    /**
     * What has not begun ends here; what runs is ended by its supervisor, and so is what has
     * outlived the work's own end.
     */
    public void stop(String id, int graceSeconds) throws IOException {
        Work waiting = next;
        if (waiting != null && waiting.id().equals(id)) {
            next = null;
        }
        Optional<WorkRecord> run = run(id, "stop");
        if (run.isPresent()) {
            LOG.infof("work %s is stopped", id);
            if (!run.get().hasEnded()) {
                gate.callOff(run.get(), graceSeconds);
            }
            supervisor.stop(run.get(), graceSeconds);
        }
    }

    /**
     * EC2 takes the machine back: runs the work's hook, once, and returns when it has ended.
     *
     * @return what became of it, for people; empty where there is none to run
     */
    public String interrupt() throws InterruptedException {
        WorkExecution execution = current;
        return execution == null ? "" : execution.interrupt(HOOK);
    }

    /** The server knows how the work ended. */
    void delivered(String id) throws IOException {
        Optional<WorkRecord> run = run().filter(r -> r.id().equals(id) && r.hasEnded());
        if (run.isEmpty()) {
            return;
        }
        run.get().markDelivered();
        Work waiting = next;
        if (waiting != null) {
            next = null;
            accept(waiting);
            if (nextReleased) {
                go(waiting.id());
            }
        }
    }

    public Optional<WorkRecord> run() {
        return Optional.ofNullable(current).map(WorkExecution::run);
    }

    /** As {@code hello} tells it. */
    public String phase() {
        WorkRecord run = run().orElse(null);
        if (run == null || !run.hasParts()) {
            return "idle";
        }
        if (run.hasEnded()) {
            return "ended";
        }
        return gate.waiting() ? "held" : "running";
    }

    private Optional<WorkRecord> run(String id, String message) {
        Optional<WorkRecord> run = run().filter(r -> r.id().equals(id));
        if (run.isEmpty()) {
            LOG.warnf("%s for work %s, which is not here", message, id);
        }
        return run;
    }

    private void begin(WorkRecord run) {
        WorkExecution execution = new WorkExecution(run, tools);
        current = execution;
        changed.run();
        if (!run.hasEnded()) {
            Thread.ofPlatform().name("work").daemon().start(() -> carryOut(execution));
        }
    }

    private void carryOut(WorkExecution execution) {
        WorkRecord run = execution.run();
        try {
            Ended ended = execution.outcome();
            if (run.hasParts()) {
                writeDown(run, ended);
                changed.run();
            }
            LOG.infof("%s", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until the disk takes it: without that nothing can be reported truthfully. */
    private void writeDown(WorkRecord run, Ended ended) throws InterruptedException {
        RetryBackoff backoff = new RetryBackoff();
        while (true) {
            try {
                run.markEnded(wire, ended);
                return;
            } catch (IOException e) {
                LOG.errorf("work %s: its end cannot be written down yet: %s", run.id(), e);
                backoff.pause();
            }
        }
    }
}
