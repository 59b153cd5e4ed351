package io.jobarrays.agent.work;

import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a run has to pass before a part of it begins, and where a stop calls it off. */
public final class StartControl {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition releasedCondition = lock.newCondition();
    private @Nullable Thread runStep;
    private volatile boolean awaitingRelease;

    /** Lets the held command begin. */
    void release(WorkRecord run) throws IOException {
        lock.lock();
        try {
            run.markReleased();
            releasedCondition.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What has not begun will not begin. */
    void cancel(WorkRecord run, int graceSeconds) throws IOException {
        lock.lock();
        try {
            run.markStop(graceSeconds);
            if (runStep != null) {
                runStep.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean awaitingRelease() {
        return awaitingRelease;
    }

    void awaitRelease(WorkRecord run, WorkPart part)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        runStep(run, part, () -> waitForRelease(run));
    }

    /**
     * Takes a step that comes before {@code part}, and that may take as long as a server is away.
     *
     * @throws Supervisor.Lost when the work was stopped meanwhile, or before
     */
    void runStep(WorkRecord run, WorkPart part, Step step)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        try {
            beginStep(run, part);
            step.run();
        } catch (IOException | InterruptedException e) {
            if (run.stopGrace().isPresent()) {
                throw stoppedBefore(part);
            }
            throw e;
        } finally {
            endStep(run);
        }
        if (run.stopGrace().isPresent()) {
            throw stoppedBefore(part);
        }
    }

    private void beginStep(WorkRecord run, WorkPart part)
            throws IOException, WorkSupervisor.PartLost {
        lock.lock();
        try {
            if (run.stopGrace().isPresent()) {
                throw stoppedBefore(part);
            }
            runStep = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void endStep(WorkRecord run) throws IOException {
        lock.lock();
        try {
            runStep = null;
            if (run.stopGrace().isPresent()) {
                // Meant for the step; what follows is to be said and written down in peace.
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    private void waitForRelease(WorkRecord run) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitingRelease = true;
            while (!run.released()) {
                releasedCondition.await();
            }
        } finally {
            awaitingRelease = false;
            lock.unlock();
        }
    }

    private static WorkSupervisor.PartLost stoppedBefore(WorkPart part) {
        return new WorkSupervisor.PartLost(
                ExitReason.Plain.STOPPED,
                "it was stopped before the %s began".formatted(part.label));
    }

    /** Something that ends when its thread is interrupted. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }
}
