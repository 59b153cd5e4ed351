package io.jobarrays.agent;

import io.jobarrays.contract.AgentMessage.Ended;
import io.jobarrays.contract.AgentMessage.Work;
import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.Refusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes the one work of this machine from its arrival to its end. */
final class Workload {
    private static final Logger LOG = Logger.getLogger(Workload.class);

    private final Root root;
    private final Wire wire;
    private final Preparation preparation;
    private final Supervisor supervisor;
    private final Surroundings surroundings;
    private final Calls calls;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition released = lock.newCondition();
    private volatile @Nullable Run current;
    private volatile boolean waiting;
    private volatile Runnable changed = () -> {};

    Workload(Root root, Wire wire, Supervisor supervisor, Surroundings surroundings, Calls calls) {
        this.root = root;
        this.wire = wire;
        this.preparation = new Preparation(calls);
        this.supervisor = supervisor;
        this.surroundings = surroundings;
        this.calls = calls;
    }

    /** {@code listener} learns of every beginning and end. */
    void whenChanged(Runnable listener) {
        changed = listener;
    }

    /** Goes on with what the last agent on this machine had begun. */
    void resume() throws IOException {
        Optional<Run> run = Run.current(root, wire);
        run.ifPresent(r -> LOG.infof("going on with work %s", r.id()));
        run.ifPresent(this::begin);
    }

    /** Known work is not begun again; other work is taken only after the known one's end. */
    void accept(Work work) throws IOException {
        Run held = current;
        if (held != null && held.id().equals(work.id())) {
            return;
        }
        if (held != null && held.hasParts() && !held.hasEnded()) {
            LOG.warnf("work %s has to wait: work %s has not ended", work.id(), held.id());
            return;
        }
        LOG.infof("taking on work %s", work.id());
        begin(Run.accept(root, wire, work));
    }

    void go(String id) throws IOException {
        Run run = current;
        if (run == null || !run.id().equals(id)) {
            LOG.warnf("go for work %s, which is not here", id);
            return;
        }
        lock.lock();
        try {
            run.markReleased();
            released.signalAll();
        } finally {
            lock.unlock();
        }
    }

    Optional<Run> run() {
        return Optional.ofNullable(current);
    }

    /** As {@code hello} tells it. */
    String phase() {
        Run run = current;
        if (run == null || !run.hasParts()) {
            return "idle";
        }
        if (run.hasEnded()) {
            return "ended";
        }
        return waiting ? "held" : "running";
    }

    private void begin(Run run) {
        current = run;
        changed.run();
        if (!run.hasEnded()) {
            Thread.ofPlatform().name("work").daemon().start(() -> carryOut(run));
        }
    }

    private void carryOut(Run run) {
        try {
            Ended ended = outcome(run);
            if (run.hasParts()) {
                run.markEnded(wire, ended);
                changed.run();
            }
            LOG.infof("%s", ended);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // The disk does not take the end: without it nothing can be reported truthfully.
            LOG.errorf(e, "work %s: its end cannot be written down", run.id());
        }
    }

    private Ended outcome(Run run) throws InterruptedException {
        Part part = run.work().userData() == null ? Part.COMMAND : Part.USER_DATA;
        try {
            prepare(run);
            ExitReason exit = new ExitReason.Exit(0);
            if (part == Part.USER_DATA) {
                exit = userData(run, run.work().userData());
            }
            if (exit.succeeded() && run.work().command() != null) {
                part = Part.COMMAND;
                exit = command(run, run.work().command());
            }
            return ended(run, exit, part, collect(run));
        } catch (Supervisor.Lost lost) {
            return ended(run, lost.reason(), part, lost.getMessage());
        } catch (IOException | IllegalArgumentException e) {
            LOG.errorf("work %s could not be started: %s", run.id(), e);
            return ended(run, ExitReason.Plain.NOT_STARTED, part, e.getMessage());
        }
    }

    private static Ended ended(Run run, ExitReason exit, Part part, @Nullable String problem) {
        return new Ended(run.id(), exit.toString(), part.word, problem);
    }

    private void prepare(Run run) throws IOException, InterruptedException {
        if (!run.prepared()) {
            surroundings.announce(root, run.work());
            preparation.prepare(run);
            run.markPrepared();
        }
    }

    private ExitReason userData(Run run, @Nullable String script)
            throws IOException, InterruptedException, Supervisor.Lost {
        Path file = run.directory().resolve("user-data");
        if (run.begun(Part.USER_DATA).isEmpty()) {
            AtomicFile.write(file, script == null ? "" : script, "rwx------");
        }
        return supervisor.carryOut(
                run, Part.USER_DATA, surroundings.userData(run.work(), file.toString()));
    }

    private ExitReason command(Run run, String command)
            throws IOException, InterruptedException, Supervisor.Lost {
        awaitRelease(run);
        Supervisor.Program program = surroundings.command(run.work(), command);
        if (run.begun(Part.COMMAND).isEmpty()) {
            surroundings.handOver(run);
        }
        return supervisor.carryOut(run, Part.COMMAND, program);
    }

    private void awaitRelease(Run run) throws InterruptedException {
        lock.lock();
        try {
            waiting = true;
            while (!run.released()) {
                released.await();
            }
        } finally {
            waiting = false;
            lock.unlock();
        }
    }

    /** Null, or why nothing could be kept: that does not change how the work ended. */
    private @Nullable String collect(Run run) throws InterruptedException {
        List<String> globs = run.work().collect();
        if (globs.isEmpty()) {
            return null;
        }
        Path archive = run.directory().resolve("outputs.tar.gz");
        try {
            List<Path> found = Outputs.find(run.files(), globs);
            if (found.isEmpty()) {
                return "collect: no file is named by " + String.join(" ", globs);
            }
            Tarball.pack(run.files(), found, archive);
            calls.upload("/agents/outputs", archive, run.work().attempt());
            Files.delete(archive);
            return null;
        } catch (Refusal e) {
            return e.sentence();
        } catch (IOException e) {
            return "collect: " + e;
        }
    }
}
