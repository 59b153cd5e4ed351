package io.jobarrays.server.background;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Loop that runs a task, pauses, and runs it again, until it is stopped; a signal ends the pause, a
 * failed run never ends the loop. Without memory the process ends: what a loop without it would
 * leave undone has no other reason to be seen.
 */
public final class BackgroundLoop {
    /** One run of the loop. */
    @FunctionalInterface
    public interface Task {
        /**
         * @return the pause until the next run; a signal ends it earlier
         */
        Duration run() throws Exception;
    }

    /** Reaction to a failed run, for the log. */
    @FunctionalInterface
    public interface FailureHandler {
        /**
         * @return the pause until the next run; a signal does not end it
         */
        Duration failed(Exception failure);
    }

    private final Task task;
    private final FailureHandler failureHandler;
    private final Semaphore signals = new Semaphore(0);
    private volatile boolean finished;
    private volatile @Nullable Thread thread;

    public BackgroundLoop(Task task, FailureHandler failureHandler) {
        this.task = task;
        this.failureHandler = failureHandler;
    }

    /** Starts the loop on a virtual thread. */
    public void start(String threadName) {
        thread = Thread.ofVirtual().name(threadName).start(this::run);
    }

    /** Interrupts the run or the pause; does nothing before the start. */
    public void stop() {
        finished = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }

    /** Stops the loop and waits for its end, for {@code timeout} at most. */
    public void stopAndWait(Duration timeout) throws InterruptedException {
        finished = true;
        Thread running = thread;
        if (running != null) {
            running.interrupt();
            running.join(timeout);
        }
    }

    /** Ends the pause; a signal during a run makes the next run follow without a pause. */
    public void signal() {
        signals.release();
    }

    /** Makes the current run the last one. */
    public void finish() {
        finished = true;
        signal();
    }

    /** Runs the loop on the calling thread, until it is finished or the thread is interrupted. */
    public void run() {
        try {
            while (!finished && !Thread.currentThread().isInterrupted()) {
                runOnce();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A class that cannot be loaded, or an endless recursion, is a failure of one run, too. */
    private static Exception exception(Throwable failure) {
        return failure instanceof Exception exception
                ? exception
                : new IllegalStateException("the run of a loop failed", failure);
    }

    private void runOnce() throws InterruptedException {
        Duration pause;
        try {
            pause = task.run();
        } catch (InterruptedException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            HeapExhaustion.end(e);
            throw e;
        } catch (Exception | Error e) {
            // The outermost frame: an outage of the database or of AWS must not end the loop.
            if (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(failureHandler.failed(exception(e)));
            }
            return;
        }
        if (!finished && signals.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS)) {
            signals.drainPermits();
        }
    }
}
