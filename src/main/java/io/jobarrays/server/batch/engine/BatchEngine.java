package io.jobarrays.server.batch.engine;

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

/** The batch engine, JBeret, as this server drives it. */
final class BatchEngine {
    private static final Logger LOG = Logger.getLogger(BatchEngine.class);
    private static final String SCHEMA = "batch.";

    /** The only parameter a job of ours has. */
    private static final String EXECUTION = "execution";

    private final ExecutorService threads =
            Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("batch-", 0).factory());
    private final EngineOperator operator;

    /**
     * @param ended is told of every job that ended, on that job's thread
     */
    BatchEngine(BatchEnvironment quarkus, DataSource database, Consumer<JobExecutionImpl> ended) {
        Properties settings = new Properties();
        settings.setProperty(JdbcRepository.DB_TABLE_PREFIX_KEY, SCHEMA);
        NotifyingJobRepository ledger =
                new NotifyingJobRepository(new JdbcRepository(database, settings), ended);
        operator =
                new EngineOperator(
                        new EngineEnvironment(quarkus, threads, new JobXmlSource(), ledger));
    }

    /** Our number of the execution a job belongs to. */
    static long execution(JobExecutionImpl job) {
        return Long.parseLong(job.getJobParameters().getProperty(EXECUTION));
    }

    /**
     * @return the engine's number
     */
    long start(String jobName, long execution) {
        Properties parameters = new Properties();
        parameters.setProperty(EXECUTION, "" + execution);
        return operator.start(jobName, parameters);
    }

    /** Walks the job again; who ran it before must be known to be gone. */
    long restart(long batchId) {
        JobExecutionImpl before = (JobExecutionImpl) operator.getJobExecution(batchId);
        if (isOpen(before.getBatchStatus())) {
            LOG.infof("batch job %d was cut off; it is walked again", batchId);
            before.setBatchStatus(BatchStatus.FAILED);
            operator.getJobRepository().updateJobExecution(before, false, false);
        }
        return operator.restart(batchId, new Properties());
    }

    /** Nothing if the engine's tables do not know the number. */
    Optional<BatchStatus> status(long batchId) {
        try {
            return Optional.of(operator.getJobExecution(batchId).getBatchStatus());
        } catch (NoSuchJobExecutionException e) {
            return Optional.empty();
        }
    }

    /** Lets go of a job that runs here; harmless if it does not. */
    void stop(long batchId) {
        JobExecutionImpl job = (JobExecutionImpl) operator.getJobExecution(batchId);
        if (isOpen(job.getBatchStatus())) {
            job.stop();
        }
    }

    void close() {
        threads.shutdownNow();
    }

    private static boolean isOpen(BatchStatus status) {
        return switch (status) {
            case STARTING, STARTED, STOPPING -> true;
            case COMPLETED, FAILED, STOPPED, ABANDONED -> false;
        };
    }
}
