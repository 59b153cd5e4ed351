package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.AgentMessageReceived;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits for agents to answer that they have stored a new deadline. */
@ApplicationScoped
class DeadlineAnswers {
    /** Priority: after the observer that writes the answer into the member's row. */
    private static final int AFTER_ROWS = Interceptor.Priority.APPLICATION + 1000;

    private final Set<Answer> expected = ConcurrentHashMap.newKeySet();

    /** The answer of one member's agent. */
    record Answer(String instanceId, Instant deadline, CompletableFuture<Instant> stored) {}

    Answer expect(String instanceId, Instant deadline) {
        Answer answer = new Answer(instanceId, deadline, new CompletableFuture<>());
        expected.add(answer);
        return answer;
    }

    /** Waits until every answer was received, at most until the time-out. */
    void await(Collection<Answer> answers, Duration timeout) {
        try {
            CompletableFuture.allOf(
                            answers.stream()
                                    .map(Answer::stored)
                                    .toArray(CompletableFuture<?>[]::new))
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The caller reads which members have not answered.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers do not fail", e);
        } finally {
            expected.removeAll(answers);
        }
    }

    void forget(Answer answer) {
        expected.remove(answer);
    }

    void received(@Observes @Priority(AFTER_ROWS) AgentMessageReceived received) {
        if (received.message() instanceof AgentMessage.DeadlineStored answer
                && answer.at() != null) {
            stored(received.assignment().instanceId(), Instant.parse(answer.at()));
        }
    }

    /** A later deadline completes the wait too: an agent may skip one that was moved again. */
    private void stored(String instanceId, Instant at) {
        expected.stream()
                .filter(one -> one.instanceId().equals(instanceId))
                .filter(one -> !at.isBefore(one.deadline()))
                .forEach(one -> one.stored().complete(at));
    }
}
