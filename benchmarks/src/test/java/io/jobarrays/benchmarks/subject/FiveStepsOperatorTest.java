package io.jobarrays.benchmarks.subject;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.batch.runtime.BatchStatus;
import jakarta.batch.runtime.StepExecution;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jberet.repository.InMemoryRepository;
import org.jberet.runtime.JobExecutionImpl;
import org.jberet.runtime.StepExecutionImpl;
import org.junit.jupiter.api.Test;

class FiveStepsOperatorTest {
    @Test
    void runsFiveStepsWithAPartitionForEachIndex() throws InterruptedException {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            FiveStepsOperator operator =
                    new FiveStepsOperator(
                            new FiveStepsEnvironment(threads, InMemoryRepository.getInstance()));

            JobExecutionImpl job = (JobExecutionImpl) operator.getJobExecution(operator.start(3));
            job.awaitTermination(1, TimeUnit.MINUTES);

            assertThat(job.getBatchStatus()).isEqualTo(BatchStatus.COMPLETED);
            assertThat(job.getStepExecutions())
                    .extracting(StepExecution::getStepName)
                    .containsExactly("launch", "barrier", "publish-peers", "run", "release");
            assertThat(job.getStepExecutions())
                    .allSatisfy(
                            step ->
                                    assertThat(((StepExecutionImpl) step).getPartitionExecutions())
                                            .hasSize(3));
        }
    }
}
