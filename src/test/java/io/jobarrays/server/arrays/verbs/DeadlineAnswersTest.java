package io.jobarrays.server.arrays.verbs;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.AgentMessageReceived;
import io.jobarrays.server.arrays.verbs.DeadlineAnswers.Answer;
import io.jobarrays.server.instances.rows.Assignment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

class DeadlineAnswersTest {
    private static final Instant DEADLINE = Instant.parse("2026-01-13T08:30:00Z");
    private static final Duration LONG = Duration.ofMinutes(1);

    private final DeadlineAnswers answers = new DeadlineAnswers();

    @Test
    void returnsWhenEveryAgentHasAnswered() {
        Answer one = answers.expect("i-1", DEADLINE);
        Answer two = answers.expect("i-2", DEADLINE);
        CompletableFuture<Void> waiting =
                CompletableFuture.runAsync(
                        () -> answers.await(List.of(one, two), LONG),
                        Executors.newVirtualThreadPerTaskExecutor());

        receive("i-1", DEADLINE);
        assertThat(waiting).isNotDone();
        receive("i-2", DEADLINE);

        waiting.join();
        assertThat(one.stored()).isCompletedWithValue(DEADLINE);
    }

    @Test
    void ignoresAnswerToAnEarlierDeadline() {
        Answer answer = answers.expect("i-1", DEADLINE);

        receive("i-1", DEADLINE.minusSeconds(1));

        assertThat(answer.stored()).isNotDone();
    }

    @Test
    void takesAnswerToALaterDeadline() {
        Answer answer = answers.expect("i-1", DEADLINE);

        receive("i-1", DEADLINE.plusSeconds(1));

        assertThat(answer.stored()).isDone();
    }

    @Test
    void returnsAtTimeoutWithoutAnswer() {
        Answer answer = answers.expect("i-1", DEADLINE);

        answers.await(List.of(answer), Duration.ofMillis(1));

        receive("i-1", DEADLINE);
        assertThat(answer.stored()).isNotDone();
    }

    private void receive(String instanceId, Instant at) {
        answers.received(
                new AgentMessageReceived(
                        new Assignment("compute-20260113-abc123", 0, 1, 1, instanceId),
                        new AgentMessage.DeadlineStored(at.toString())));
    }
}
