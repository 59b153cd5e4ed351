package io.jobarrays.server.batch.engine;

import io.jobarrays.server.problems.OutageRetry;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobExecution;
import jakarta.batch.runtime.JobInstance;
import jakarta.batch.runtime.StepExecution;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.jberet.job.model.Job;
import org.jberet.repository.ApplicationAndJobName;
import org.jberet.repository.JobExecutionSelector;
import org.jberet.repository.JobRepository;
import org.jberet.runtime.AbstractStepExecution;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.runtime.JobInstanceImpl;
import org.jberet.runtime.PartitionExecutionImpl;
import org.jberet.runtime.StepExecutionImpl;
import org.jspecify.annotations.Nullable;

/**
 * The engine's repository. Partitions are written in groups by {@link PartitionWriter}, before any
 * row of their step or job. What a running job writes waits for the database, since the engine
 * would end the step as failed; and a new job is reported before it runs.
 */
final class EngineRepository implements JobRepository {
    private final JobRepository rows;
    private final PartitionWriter partitions;

    EngineRepository(JobRepository rows, PartitionWriter partitions) {
        this.rows = rows;
        this.partitions = partitions;
    }

    @Override
    public void updateJobExecution(JobExecutionImpl job, boolean last, boolean withParameters) {
        partitions.flush();
        OutageRetry.run("a batch job", () -> rows.updateJobExecution(job, last, withParameters));
    }

    @Override
    public void addJob(ApplicationAndJobName name, Job job) {
        rows.addJob(name, job);
    }

    @Override
    public void removeJob(String jobId) {
        rows.removeJob(jobId);
    }

    @Override
    public @Nullable Job getJob(ApplicationAndJobName name) {
        return rows.getJob(name);
    }

    @Override
    public Set<String> getJobNames() {
        return rows.getJobNames();
    }

    @Override
    public boolean jobExists(String name) {
        return rows.jobExists(name);
    }

    @Override
    public JobInstanceImpl createJobInstance(Job job, String application, ClassLoader loader) {
        return rows.createJobInstance(job, application, loader);
    }

    @Override
    public void removeJobInstance(long id) {
        rows.removeJobInstance(id);
    }

    @Override
    public @Nullable JobInstance getJobInstance(long id) {
        return rows.getJobInstance(id);
    }

    @Override
    public List<JobInstance> getJobInstances(String name) {
        return rows.getJobInstances(name);
    }

    @Override
    public int getJobInstanceCount(String name) {
        return rows.getJobInstanceCount(name);
    }

    @Override
    public JobExecutionImpl createJobExecution(JobInstanceImpl instance, Properties parameters) {
        JobExecutionImpl job = rows.createJobExecution(instance, parameters);
        EngineJob.starting().ifPresent(starting -> starting.created(job));
        return job;
    }

    @Override
    public @Nullable JobExecution getJobExecution(long id) {
        return rows.getJobExecution(id);
    }

    @Override
    public List<JobExecution> getJobExecutions(JobInstance instance) {
        return rows.getJobExecutions(instance);
    }

    @Override
    public List<Long> getJobExecutionsByJob(String name) {
        return rows.getJobExecutionsByJob(name);
    }

    @Override
    public List<Long> getJobExecutionsByJob(String name, Integer limit) {
        return rows.getJobExecutionsByJob(name, limit);
    }

    @Override
    public void stopJobExecution(JobExecutionImpl job) {
        partitions.flush();
        rows.stopJobExecution(job);
    }

    @Override
    public List<Long> getRunningExecutions(String name) {
        return rows.getRunningExecutions(name);
    }

    @Override
    public void removeJobExecutions(JobExecutionSelector selector) {
        rows.removeJobExecutions(selector);
    }

    @Override
    public List<StepExecution> getStepExecutions(long job, ClassLoader loader) {
        return rows.getStepExecutions(job, loader);
    }

    @Override
    public StepExecutionImpl createStepExecution(String name) {
        return rows.createStepExecution(name);
    }

    @Override
    public void addStepExecution(JobExecutionImpl job, StepExecutionImpl step) {
        OutageRetry.run("a batch step", () -> rows.addStepExecution(job, step));
    }

    @Override
    public void updateStepExecution(StepExecution step) {
        partitions.flush();
        write(step, () -> rows.updateStepExecution(step));
    }

    @Override
    public @Nullable StepExecutionImpl findOriginalStepExecutionForRestart(
            String name, JobExecutionImpl job, ClassLoader loader) {
        return OutageRetry.call(
                "a batch step", () -> rows.findOriginalStepExecutionForRestart(name, job, loader));
    }

    @Override
    public int countStepStartTimes(String name, long instance) {
        return OutageRetry.call("a batch step", () -> rows.countStepStartTimes(name, instance));
    }

    @Override
    public void addPartitionExecution(StepExecutionImpl step, PartitionExecutionImpl partition) {
        step.getPartitionExecutions().add(partition);
        partitions.add(PartitionWrite.Insert.of(partition));
    }

    @Override
    public List<PartitionExecutionImpl> getPartitionExecutions(
            long id, StepExecutionImpl step, boolean openOnly, ClassLoader loader) {
        partitions.flush();
        return rows.getPartitionExecutions(id, step, openOnly, loader);
    }

    @Override
    public void savePersistentData(JobExecution job, AbstractStepExecution part) {
        if (part instanceof PartitionExecutionImpl partition) {
            partitions.add(PartitionWrite.Update.of(partition, null));
        } else {
            partitions.flush();
            write(part, () -> rows.savePersistentData(job, part));
        }
    }

    @Override
    public int savePersistentDataIfNotStopping(JobExecution job, AbstractStepExecution part) {
        if (part instanceof PartitionExecutionImpl partition) {
            PartitionWrite.Update update =
                    PartitionWrite.Update.of(partition, BatchStatus.STOPPING);
            partitions.add(update);
            return update.committed().join();
        }
        partitions.flush();
        return OutageRetry.call(
                "a batch step", () -> rows.savePersistentDataIfNotStopping(job, part));
    }

    private static void write(StepExecution step, Runnable update) {
        try {
            OutageRetry.run("a batch step", update);
        } catch (RuntimeException e) {
            // The engine ends the job as failed and keeps no trace of the reason.
            AbstractStepExecution failed = (AbstractStepExecution) step;
            failed.setException(e);
            failed.setBatchStatus(BatchStatus.FAILED);
            throw e;
        }
    }
}
