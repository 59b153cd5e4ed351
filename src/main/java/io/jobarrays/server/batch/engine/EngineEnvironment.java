package io.jobarrays.server.batch.engine;

import jakarta.transaction.TransactionManager;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jberet.repository.JobRepository;
import org.jberet.spi.ArtifactFactory;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobTask;
import org.jberet.spi.JobXmlResolver;

/**
 * The Quarkus extension's environment with another executor, source of job XML and repository. The
 * extension's thread pool deadlocks when more partitions wait for each other than it has threads.
 */
record EngineEnvironment(
        BatchEnvironment quarkus,
        Executor executor,
        JobXmlResolver jobXml,
        JobRepository repository)
        implements BatchEnvironment {

    @Override
    public void submitTask(JobTask task) {
        executor.execute(EngineJob.starting().map(job -> job.reporting(task)).orElse(task));
    }

    @Override
    public JobRepository getJobRepository() {
        return repository;
    }

    @Override
    public JobXmlResolver getJobXmlResolver() {
        return jobXml;
    }

    @Override
    public ClassLoader getClassLoader() {
        return quarkus.getClassLoader();
    }

    @Override
    public ArtifactFactory getArtifactFactory() {
        return quarkus.getArtifactFactory();
    }

    @Override
    public TransactionManager getTransactionManager() {
        return quarkus.getTransactionManager();
    }

    @Override
    public Properties getBatchConfigurationProperties() {
        return quarkus.getBatchConfigurationProperties();
    }

    @Override
    public String getApplicationName() {
        return quarkus.getApplicationName();
    }
}
