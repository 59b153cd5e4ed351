package io.jobarrays.server.batch.engine;

import java.util.Objects;
import java.util.Optional;
import org.jberet.job.model.Job;
import org.jberet.runtime.JobExecutionImpl;
import org.jspecify.annotations.Nullable;

/**
 * One job of the batch engine, from its start to the end of its thread. The engine passes nothing
 * of the caller to its repository and its threads, so they find the job in the scope of its start.
 */
final class EngineJob {
    private static final ScopedValue<EngineJob> STARTING = ScopedValue.newInstance();

    /**
     * Observer of one job; a job that runs ends with one call of {@code ended} or {@code failed}.
     */
    interface Progress {
        /** Its row is written; it does not run before this returns. */
        void created(long execution, long batchId);

        /**
         * Its last row is written, on its thread.
         *
         * @param xml which the engine has dropped from its job by now
         */
        void ended(long execution, JobExecutionImpl job, Job xml);

        /** Its thread ends without a last row. */
        void failed(long execution, Throwable failure);
    }

    private final long execution;
    private final Progress progress;
    private volatile @Nullable JobExecutionImpl job;
    private volatile @Nullable Job xml;

    EngineJob(long execution, Progress progress) {
        this.execution = execution;
        this.progress = progress;
    }

    /** The job that the calling thread starts; empty on the threads of jobs. */
    static Optional<EngineJob> starting() {
        return STARTING.isBound() ? Optional.of(STARTING.get()) : Optional.empty();
    }

    void start(Runnable call) {
        ScopedValue.where(STARTING, this).run(call);
    }

    void created(JobExecutionImpl row) {
        job = row;
        xml = row.getSubstitutedJob();
        progress.created(execution, row.getExecutionId());
    }

    /** The task of the job's thread, with the call at its end. */
    Runnable reporting(Runnable task) {
        return () -> {
            try {
                task.run();
                progress.ended(execution, Objects.requireNonNull(job), Objects.requireNonNull(xml));
            } catch (Throwable failure) {
                // Also an Error: the lease would be renewed although no thread runs the job.
                progress.failed(execution, failure);
            }
        };
    }
}
