package io.jobarrays.agent.work;

import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Holds each part of the work until it may begin; a stop cancels parts that have not begun. */
public final class StartControl {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition releasedCondition = lock.newCondition();
    private @Nullable Thread stepThread;
    private volatile boolean awaitingRelease;

    /** Releases the held command. */
    void release(WorkRecord record) throws IOException {
        lock.lock();
        try {
            record.markReleased();
            releasedCondition.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Records the stop and interrupts the current step, so that no further part begins. */
    void cancel(WorkRecord record, int graceSeconds) throws IOException {
        lock.lock();
        try {
            record.markStop(graceSeconds);
            if (stepThread != null) {
                stepThread.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean awaitingRelease() {
        return awaitingRelease;
    }

    void awaitRelease(WorkRecord record, WorkPart part)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        runStep(record, part, () -> waitForRelease(record));
    }

    /**
     * Runs a preparation step of {@code part}; it may block while the server is unavailable.
     *
     * @throws WorkSupervisor.PartLost when the work was stopped before or during the step
     */
    void runStep(WorkRecord record, WorkPart part, Step step)
            throws IOException, InterruptedException, WorkSupervisor.PartLost {
        try {
            beginStep(record, part);
            step.run();
        } catch (IOException | InterruptedException e) {
            if (record.stopGrace().isPresent()) {
                throw stoppedBefore(part);
            }
            throw e;
        } finally {
            endStep(record);
        }
        if (record.stopGrace().isPresent()) {
            throw stoppedBefore(part);
        }
    }

    private void beginStep(WorkRecord record, WorkPart part)
            throws IOException, WorkSupervisor.PartLost {
        lock.lock();
        try {
            if (record.stopGrace().isPresent()) {
                throw stoppedBefore(part);
            }
            stepThread = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void endStep(WorkRecord record) throws IOException {
        lock.lock();
        try {
            stepThread = null;
            if (record.stopGrace().isPresent()) {
                // The interrupt was for the step; reporting the end must not be interrupted.
                Thread.interrupted();
            }
        } finally {
            lock.unlock();
        }
    }

    private void waitForRelease(WorkRecord record) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            awaitingRelease = true;
            while (!record.released()) {
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

    /** Interruptible step. */
    interface Step {
        void run() throws IOException, InterruptedException;
    }
}
