package io.jobarrays.agent.host;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Threads of one agent; none of them keeps the process alive. */
public final class AgentThreads {
    private static final Logger LOG = Logger.getLogger(AgentThreads.class);

    private final ExecutorService executor;

    private AgentThreads(ThreadFactory factory) {
        this.executor = Executors.newThreadPerTaskExecutor(factory);
    }

    /** Platform threads, for a process with one agent. */
    public static AgentThreads platform() {
        return new AgentThreads(Thread.ofPlatform().daemon().factory());
    }

    /** Virtual threads, for a process with many agents. */
    public static AgentThreads virtual() {
        return new AgentThreads(Thread.ofVirtual().factory());
    }

    /** Starts a thread; does nothing after {@link #interruptAll}. */
    public void start(String name, BackgroundTask task) {
        try {
            executor.execute(
                    () -> {
                        Thread.currentThread().setName(name);
                        try {
                            task.run();
                        } catch (InterruptedException e) {
                            Thread.currentThread().interrupt();
                        }
                    });
        } catch (RejectedExecutionException e) {
            LOG.debugf("%s does not start: the threads of this agent have ended", name);
        }
    }

    /** Interrupts all threads. */
    public void interruptAll() {
        executor.shutdownNow();
    }

    /** Waits until all interrupted threads have ended; returns false after ten seconds. */
    public boolean awaitEnd() throws InterruptedException {
        return executor.awaitTermination(10, TimeUnit.SECONDS);
    }

    /** A task that runs until its thread is interrupted. */
    public interface BackgroundTask {
        void run() throws InterruptedException;
    }
}
