package io.jobarrays.agent.work;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Has the parts of the work run, each by a process that outlives this one. */
public final class WorkSupervisor {
    private static final Logger LOG = Logger.getLogger(WorkSupervisor.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);
    private static final Duration NO_LIMIT = Duration.ofDays(10_000);

    private final ReentrantLock stopping = new ReentrantLock();
    private final String bootId;
    private final SupervisorProcess process;

    public WorkSupervisor(RootDirectory root, String boot) throws IOException {
        this.bootId = boot;
        this.process = new SupervisorProcess(root);
    }

    /**
     * Begins the part and waits for its end.
     *
     * @throws Lost when nobody is left who could tell how it ended
     */
    ExitReason runPart(WorkRecord run, WorkPart part, Program program)
            throws IOException, InterruptedException, PartLost {
        run.markBegun(part, bootId);
        return awaitExit(run, part, process.start(run, part, program), NO_LIMIT);
    }

    /** The same for a part that is killed after {@code limit}. */
    ExitReason runPart(WorkRecord run, WorkPart part, Program program, Duration limit)
            throws IOException, InterruptedException, PartLost {
        run.markBegun(part, bootId);
        return awaitExit(run, part, process.start(run, part, program), limit);
    }

    /** As {@link #carryOut} for a part that an agent before us has begun. */
    ExitReason awaitExit(WorkRecord run, WorkPart part)
            throws IOException, InterruptedException, PartLost {
        return awaitExit(run, part, null, NO_LIMIT);
    }

    /** Ends whatever of the work still lives; false: not everything could be told yet. */
    boolean stop(WorkRecord run, int graceSeconds) {
        boolean told = true;
        for (WorkPart part : WorkPart.values()) {
            told &= stop(run, part, graceSeconds);
        }
        return told;
    }

    private boolean stop(WorkRecord run, WorkPart part, int graceSeconds) {
        stopping.lock();
        try {
            if (!isAlive(run, part)) {
                return true;
            }
            run.markStop(part, graceSeconds);
            return process.terminate(run, part);
        } catch (IOException e) {
            // That it runs on is no reason to call it ended.
            LOG.warnf("the %s cannot be stopped yet: %s", part.label, e);
            return false;
        } finally {
            stopping.unlock();
        }
    }

    private ExitReason awaitExit(
            WorkRecord run, WorkPart part, @Nullable Process child, Duration limit)
            throws IOException, InterruptedException, PartLost {
        long begun = System.nanoTime();
        boolean stopped = false;
        while (true) {
            boolean alive = child != null ? child.isAlive() : isAlive(run, part);
            Optional<ExitReason> exit = run.exit(part);
            if (exit.isPresent()) {
                return exit.get();
            }
            if (!alive) {
                throw partLost(run, part);
            }
            if (!stopped && System.nanoTime() - begun > limit.toNanos()) {
                stopped = stop(run, part, 0);
            } else if (!stopped && run.stopGrace().isPresent()) {
                stopped = stop(run, run.stopGrace().get());
            }
            awaitPoll(child);
        }
    }

    private static void awaitPoll(@Nullable Process child) throws InterruptedException {
        if (child != null) {
            child.waitFor(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        } else {
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private boolean isAlive(WorkRecord run, WorkPart part) throws IOException {
        return bootId.equals(run.bootOfBegin(part).orElse("")) && process.isAlive(run, part);
    }

    private PartLost partLost(WorkRecord run, WorkPart part)
            throws IOException, InterruptedException {
        if (!bootId.equals(run.bootOfBegin(part).orElse(""))) {
            return new PartLost(
                    ExitReason.Plain.STOPPED,
                    "the machine stopped while the %s ran".formatted(part.label));
        }
        // Nobody would hear of what it still does, and it would run beside its own repetition.
        process.killCgroup(run, part);
        return new PartLost(
                new ExitReason.Signal(9),
                "the supervisor of the %s was killed".formatted(part.label));
    }

    /**
     * A program to run: its command line, its whole environment, and who it runs as.
     *
     * @param user null: as the agent itself
     */
    record Program(
            List<String> commandLine, Map<String, String> environment, @Nullable String user) {}

    /** The work is over, and not by an end of its own that somebody wrote down. */
    static final class PartLost extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ExitReason reason;

        PartLost(ExitReason reason, String sentence) {
            super(sentence);
            this.reason = reason;
        }

        ExitReason reason() {
            return reason;
        }
    }
}
