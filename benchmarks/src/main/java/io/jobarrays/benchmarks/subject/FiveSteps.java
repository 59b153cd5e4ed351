package io.jobarrays.benchmarks.subject;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.jobarrays.benchmarks.process.OwnCpu;
import io.jobarrays.benchmarks.process.PostgresProcesses;
import io.jobarrays.benchmarks.result.Measurement;
import io.jobarrays.benchmarks.result.Metric;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import jakarta.batch.runtime.BatchStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.commons.io.FileUtils;
import org.jberet.repository.JdbcRepository;
import org.jberet.runtime.JobExecutionImpl;

/**
 * JBeret alone: a job of five steps with N partitions each that do nothing, with its own repository
 * on a PostgreSQL with the settings of the control plane's.
 */
public final class FiveSteps implements AutoCloseable {
    /** Referenced here, because the log manager forgets loggers that nothing references. */
    private static final Logger ENGINE_LOGGER = Logger.getLogger("org.jberet");

    private static final int CONNECTIONS = 24;

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final AgroalDataSource database;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FiveStepsOperator operator;
    private final Duration limit;

    /**
     * Starts PostgreSQL.
     *
     * @param limit time after which a run is stopped
     */
    public FiveSteps(Duration limit) throws IOException, SQLException {
        ENGINE_LOGGER.setLevel(Level.WARNING);
        this.limit = limit;
        this.directory = Files.createTempDirectory("spawn-benchmark-jberet");
        this.postgres =
                EmbeddedPostgres.builder()
                        .setDataDirectory(directory.resolve("postgres"))
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("shared_buffers", "32MB")
                        .start();
        this.database =
                AgroalDataSource.from(
                        new AgroalDataSourceConfigurationSupplier()
                                .connectionPoolConfiguration(
                                        pool ->
                                                pool.maxSize(CONNECTIONS)
                                                        .connectionFactoryConfiguration(
                                                                it ->
                                                                        it.jdbcUrl(
                                                                                postgres.getJdbcUrl(
                                                                                        "postgres",
                                                                                        "postgres")))));
        this.operator =
                new FiveStepsOperator(
                        new FiveStepsEnvironment(
                                threads, new JdbcRepository(database, new Properties())));
    }

    public Measurement measure(int size) throws InterruptedException {
        Measurement.Builder result = new Measurement.Builder();
        try {
            PostgresProcesses processes = PostgresProcesses.of(directory.resolve("postgres"));
            Duration cpu = OwnCpu.now();
            Duration databaseCpu = processes.cpu();
            Instant begin = Instant.now();
            run(size);
            result.seconds(Metric.ELAPSED, Duration.between(begin, Instant.now()));
            result.perIndex(Metric.CPU, OwnCpu.now().minus(cpu), size);
            result.perIndex(Metric.DATABASE_CPU, processes.cpu().minus(databaseCpu), size);
        } catch (RunStopped e) {
            result.stopped(e.sentence());
        } catch (IOException e) {
            result.stopped(e.toString());
        }
        return result.build();
    }

    @Override
    public void close() throws IOException {
        threads.shutdownNow();
        database.close();
        postgres.close();
        FileUtils.deleteQuietly(directory.toFile());
    }

    private void run(int size) throws InterruptedException, RunStopped {
        long id = operator.start(size);
        JobExecutionImpl job = (JobExecutionImpl) operator.getJobExecution(id);
        job.awaitTermination(limit.toSeconds(), TimeUnit.SECONDS);
        BatchStatus status = job.getBatchStatus();
        if (status == BatchStatus.STARTED) {
            operator.stop(id);
            throw new RunStopped("not done after %d s".formatted(limit.toSeconds()));
        }
        if (status != BatchStatus.COMPLETED) {
            throw new RunStopped("the job is " + status);
        }
    }
}
