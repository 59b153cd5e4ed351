package io.jobarrays.agent.work;

import io.jobarrays.agent.host.RootDirectory;
import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Runs each part of the work under a supervisor process that outlives the agent. */
public final class ProcessWorkSupervisor implements WorkSupervisor {
    private static final Logger LOG = Logger.getLogger(ProcessWorkSupervisor.class);
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final ReentrantLock stopping = new ReentrantLock();
    private final String bootId;
    private final SupervisorProcess process;

    public ProcessWorkSupervisor(RootDirectory root, String bootId) throws IOException {
        this.bootId = bootId;
        this.process = new SupervisorProcess(root);
    }

    @Override
    public ExitReason runPart(WorkRecord record, WorkPart part, Program program, Duration limit)
            throws IOException, InterruptedException, PartLost {
        record.markBegun(part, bootId);
        return awaitExit(record, part, process.start(record, part, program), limit);
    }

    @Override
    public ExitReason awaitExit(WorkRecord record, WorkPart part)
            throws IOException, InterruptedException, PartLost {
        return awaitExit(record, part, null, NO_LIMIT);
    }

    @Override
    public boolean stop(WorkRecord record, int graceSeconds) {
        boolean signalled = true;
        for (WorkPart part : WorkPart.values()) {
            signalled &= stop(record, part, graceSeconds);
        }
        return signalled;
    }

    private boolean stop(WorkRecord record, WorkPart part, int graceSeconds) {
        stopping.lock();
        try {
            if (!isAlive(record, part)) {
                return true;
            }
            record.markStop(part, graceSeconds);
            return process.terminate(record, part);
        } catch (IOException e) {
            // The part still runs and must not be reported as ended.
            LOG.warnf("cannot stop the %s yet: %s", part.label, e);
            return false;
        } finally {
            stopping.unlock();
        }
    }

    private ExitReason awaitExit(
            WorkRecord record, WorkPart part, @Nullable Process child, Duration limit)
            throws IOException, InterruptedException, PartLost {
        long startedAt = System.nanoTime();
        boolean stopped = false;
        while (true) {
            boolean alive = child != null ? child.isAlive() : isAlive(record, part);
            Optional<ExitReason> exit = record.exit(part);
            if (exit.isPresent()) {
                return exit.get();
            }
            if (!alive) {
                throw partLost(record, part);
            }
            if (!stopped && System.nanoTime() - startedAt > limit.toNanos()) {
                stopped = stop(record, part, 0);
            } else if (!stopped && record.stopGrace().isPresent()) {
                stopped = stop(record, record.stopGrace().get());
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

    private boolean isAlive(WorkRecord record, WorkPart part) throws IOException {
        return bootId.equals(record.bootOfBegin(part).orElse("")) && process.isAlive(record, part);
    }

    private PartLost partLost(WorkRecord record, WorkPart part)
            throws IOException, InterruptedException {
        if (!bootId.equals(record.bootOfBegin(part).orElse(""))) {
            return PartLost.byReboot(record, part);
        }
        // Remaining processes are unsupervised and would run beside the next attempt.
        process.killCgroup(record, part);
        return PartLost.bySupervisorEnd(part);
    }
}
