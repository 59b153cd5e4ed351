package io.jobarrays.benchmarks.subject;

import jakarta.transaction.TransactionManager;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jberet.creation.AbstractArtifactFactory;
import org.jberet.repository.JobRepository;
import org.jberet.spi.ArtifactFactory;
import org.jberet.spi.BatchEnvironment;
import org.jberet.spi.JobTask;
import org.jberet.spi.JobXmlResolver;
import org.jberet.tools.MetaInfBatchJobsJobXmlResolver;
import org.jberet.tx.LocalTransactionManager;

/** JBeret's own parts for Java SE, without a container of beans. */
record FiveStepsEnvironment(Executor threads, JobRepository repository)
        implements BatchEnvironment {

    private static final class Artifacts extends AbstractArtifactFactory {
        @Override
        public Object create(String name, Class<?> type, ClassLoader loader) {
            return new EmptyBatchlet();
        }

        @Override
        public Class<?> getArtifactClass(String name, ClassLoader loader) {
            return EmptyBatchlet.class;
        }
    }

    @Override
    public ClassLoader getClassLoader() {
        return FiveStepsEnvironment.class.getClassLoader();
    }

    @Override
    public ArtifactFactory getArtifactFactory() {
        return new Artifacts();
    }

    @Override
    public void submitTask(JobTask task) {
        threads.execute(task);
    }

    @Override
    public TransactionManager getTransactionManager() {
        return LocalTransactionManager.getInstance();
    }

    @Override
    public JobRepository getJobRepository() {
        return repository;
    }

    @Override
    public JobXmlResolver getJobXmlResolver() {
        return new MetaInfBatchJobsJobXmlResolver();
    }

    @Override
    public Properties getBatchConfigurationProperties() {
        return new Properties();
    }

    @Override
    public String getApplicationName() {
        return "benchmark";
    }
}
