package io.jobarrays.server.batch.engine;

import io.jobarrays.server.batch.rows.BatchMeters;
import io.jobarrays.server.batch.rows.DefinitionRows;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.JobInstance;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.jberet.repository.JdbcRepository;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.spi.BatchEnvironment;
import org.jboss.logging.Logger;

/** Starts, restarts and stops jobs of the batch engine JBeret. */
final class BatchEngine {
    private static final Logger LOG = Logger.getLogger(BatchEngine.class);
    private static final String SCHEMA = "batch.";

    /** The only parameter of a job: the id of its execution. */
    private static final String EXECUTION_PARAMETER = "execution";

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("batch-", 0).factory());
    private final PartitionWriter partitions;
    private final EngineOperator operator;
    private final EngineJob.Progress progress;

    BatchEngine(
            BatchEnvironment quarkus,
            DataSource database,
            DefinitionRows definitions,
            BatchMeters meters,
            EngineJob.Progress progress) {
        this.progress = progress;
        Properties settings = new Properties();
        settings.setProperty(JdbcRepository.DB_TABLE_PREFIX_KEY, SCHEMA);
        partitions = new PartitionWriter(database, meters);
        partitions.start();
        EngineRepository repository =
                new EngineRepository(new JdbcRepository(database, settings), partitions);
        operator =
                new EngineOperator(
                        new EngineEnvironment(
                                quarkus, threads, new JobXmlSource(definitions), repository));
    }

    void start(String jobName, long execution) {
        Properties parameters = new Properties();
        parameters.setProperty(EXECUTION_PARAMETER, "" + execution);
        new EngineJob(execution, progress).start(() -> operator.start(jobName, parameters));
    }

    /**
     * Runs the job again.
     *
     * @param recorded a job execution that no process runs any more
     */
    void restart(long recorded, long execution) {
        JobExecutionImpl before = newest(recorded);
        long batchId = before.getExecutionId();
        if (isOpen(before.getBatchStatus())) {
            LOG.infof("batch job %d was cut off; it is restarted", batchId);
            before.setBatchStatus(BatchStatus.FAILED);
            operator.getJobRepository().updateJobExecution(before, false, false);
        }
        new EngineJob(execution, progress).start(() -> operator.restart(batchId, new Properties()));
    }

    /** The engine restarts only the newest; a process that was killed may not have recorded it. */
    private JobExecutionImpl newest(long recorded) {
        JobInstance instance = operator.getJobInstance(recorded);
        return (JobExecutionImpl) operator.getJobExecutions(instance).getLast();
    }

    /** Empty if the engine has no such job execution. */
    Optional<BatchStatus> status(long batchId) {
        try {
            return Optional.of(operator.getJobExecution(batchId).getBatchStatus());
        } catch (NoSuchJobExecutionException e) {
            return Optional.empty();
        }
    }

    /** Stops a job that runs in this process; no effect on one that does not. */
    void stop(long batchId) {
        JobExecutionImpl job = (JobExecutionImpl) operator.getJobExecution(batchId);
        if (isOpen(job.getBatchStatus())) {
            job.stop();
        }
    }

    void close() {
        threads.shutdownNow();
        partitions.close();
    }

    private static boolean isOpen(BatchStatus status) {
        return switch (status) {
            case STARTING, STARTED, STOPPING -> true;
            case COMPLETED, FAILED, STOPPED, ABANDONED -> false;
        };
    }
}
