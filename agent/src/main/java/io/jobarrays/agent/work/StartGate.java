package io.jobarrays.agent.work;

import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What a run has to pass before a part of it begins, and where a stop calls it off. */
public final class StartGate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition opened = lock.newCondition();
    private @Nullable Thread before;
    private volatile boolean waiting;

    /** Lets the held command begin. */
    void open(WorkRecord run) throws IOException {
        lock.lock();
        try {
            run.markReleased();
            opened.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** What has not begun will not begin. */
    void callOff(WorkRecord run, int graceSeconds) throws IOException {
        lock.lock();
        try {
            run.markStop(graceSeconds);
            if (before != null) {
                before.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    boolean waiting() {
        return waiting;
    }

    void awaitRelease(WorkRecord run, WorkPart part)
            throws IOException, InterruptedException, WorkSupervisor.Lost {
        before(run, part, () -> waitForRelease(run));
    }

    /**
     * Takes a step that comes before {@code part}, and that may take as long as a server is away.
     *
     * @throws Supervisor.Lost when the work was stopped meanwhile, or before
     */
    void before(WorkRecord run, WorkPart part, Step step)
            throws IOException, InterruptedException, WorkSupervisor.Lost {
        try {
            enter(run, part);
            step.take();
        } catch (IOException | InterruptedException e) {
            if (run.stop().isPresent()) {
                throw calledOff(part);
            }
            throw e;
        } finally {
            leave(run);
        }
        if (run.stop().isPresent()) {
            throw calledOff(part);
        }
    }

    private void enter(WorkRecord run, WorkPart part) throws IOException, WorkSupervisor.Lost {
        lock.lock();
        try {
            if (run.stop().isPresent()) {
                throw calledOff(part);
            }
            before = Thread.currentThread();
        } finally {
            lock.unlock();
        }
    }

    private void leave(WorkRecord run) throws IOException {
        lock.lock();
        try {
            before = null;
            if (run.stop().isPresent()) {
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
            waiting = true;
            while (!run.released()) {
                opened.await();
            }
        } finally {
            waiting = false;
            lock.unlock();
        }
    }

    private static WorkSupervisor.Lost calledOff(WorkPart part) {
        return new WorkSupervisor.Lost(
                ExitReason.Plain.STOPPED,
                "it was stopped before the %s began".formatted(part.word));
    }

    /** Something that ends when its thread is interrupted. */
    interface Step {
        void take() throws IOException, InterruptedException;
    }
}
