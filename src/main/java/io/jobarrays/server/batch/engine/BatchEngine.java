package io.jobarrays.server.batch.engine;

import io.jobarrays.server.batch.rows.DefinitionRows;
import jakarta.batch.operations.NoSuchJobExecutionException;
import jakarta.batch.runtime.BatchStatus;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
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

    /**
     * @param ended called with each job that ended, on the job's thread
     */
    BatchEngine(
            BatchEnvironment quarkus,
            DataSource database,
            DefinitionRows definitions,
            Consumer<JobExecutionImpl> ended) {
        Properties settings = new Properties();
        settings.setProperty(JdbcRepository.DB_TABLE_PREFIX_KEY, SCHEMA);
        partitions = new PartitionWriter(database);
        partitions.start();
        EngineRepository repository =
                new EngineRepository(new JdbcRepository(database, settings), partitions, ended);
        operator =
                new EngineOperator(
                        new EngineEnvironment(
                                quarkus, threads, new JobXmlSource(definitions), repository));
    }

    /** The execution that a job runs. */
    static long execution(JobExecutionImpl job) {
        return Long.parseLong(job.getJobParameters().getProperty(EXECUTION_PARAMETER));
    }

    /**
     * @return the id of the engine's job execution
     */
    long start(String jobName, long execution) {
        Properties parameters = new Properties();
        parameters.setProperty(EXECUTION_PARAMETER, "" + execution);
        return operator.start(jobName, parameters);
    }

    /**
     * Runs the job again.
     *
     * @param batchId a job execution that no process runs any more
     */
    long restart(long batchId) {
        JobExecutionImpl before = (JobExecutionImpl) operator.getJobExecution(batchId);
        if (isOpen(before.getBatchStatus())) {
            LOG.infof("batch job %d was cut off; it is restarted", batchId);
            before.setBatchStatus(BatchStatus.FAILED);
            operator.getJobRepository().updateJobExecution(before, false, false);
        }
        return operator.restart(batchId, new Properties());
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
