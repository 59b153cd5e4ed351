package io.jobarrays.server.arrays.verbs;

import io.jobarrays.contract.messages.AgentMessage;
import io.jobarrays.server.agents.AgentMessageReceived;
import io.jobarrays.server.agents.ConnectedAgents;
import io.jobarrays.server.arrays.snapshot.ArraySnapshot;
import io.jobarrays.server.arrays.snapshot.MemberSnapshot;
import io.jobarrays.server.arrays.snapshot.PeerListBuilder;
import io.jobarrays.server.arrays.snapshot.WorkId;
import io.jobarrays.server.instances.rows.Assignment;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Has agents upload a last checkpoint of work whose machine is about to end. */
@ApplicationScoped
class LastCheckpoints {
    /** For all members together: a verb waits that long at most. */
    static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final PeerListBuilder peerLists;
    private final ConnectedAgents agents;

    /** Answers by work: the problem, or "" without one. */
    private final Map<String, CompletableFuture<String>> expected = new ConcurrentHashMap<>();

    LastCheckpoints(PeerListBuilder peerLists, ConnectedAgents agents) {
        this.peerLists = peerLists;
        this.agents = agents;
    }

    /**
     * Waits for the checkpoints of these members that are at work.
     *
     * @return what to tell about each of them, by index
     */
    Map<Integer, String> take(ArraySnapshot array, List<MemberSnapshot> members) {
        Map<Integer, String> results = new TreeMap<>();
        if (array.spec().work().checkpoint() == null) {
            return results;
        }
        Map<Integer, CompletableFuture<String>> answers = new TreeMap<>();
        for (MemberSnapshot member : members) {
            if (member.open() && member.workWasSent() && !member.desiredOff()) {
                ask(array, member).ifPresent(answer -> answers.put(member.index(), answer));
            }
        }
        await(answers);
        answers.forEach((index, answer) -> results.put(index, result(answer)));
        members.forEach(member -> expected.remove(WorkId.of(array.id(), member)));
        return results;
    }

    private Optional<CompletableFuture<String>> ask(ArraySnapshot array, MemberSnapshot member) {
        Optional<Assignment> assignment = peerLists.assignment(array, member);
        if (assignment.isEmpty()) {
            return Optional.empty();
        }
        String work = WorkId.of(array.id(), member);
        CompletableFuture<String> answer =
                expected.computeIfAbsent(work, one -> new CompletableFuture<>());
        if (!agents.send(assignment.get(), new AgentMessage.TakeCheckpoint(work))) {
            answer.complete("its agent is not connected");
        }
        return Optional.of(answer);
    }

    private static void await(Map<Integer, CompletableFuture<String>> answers) {
        try {
            CompletableFuture.allOf(answers.values().toArray(CompletableFuture<?>[]::new))
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // The results say which agents have not answered.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("answers do not fail", e);
        }
    }

    private static String result(CompletableFuture<String> answer) {
        String problem =
                answer.getNow(
                        "its agent has not answered within %d s".formatted(TIMEOUT.toSeconds()));
        return problem.isEmpty()
                ? "from a checkpoint of now"
                : "from its checkpoint before: " + problem;
    }

    void received(@Observes AgentMessageReceived received) {
        if (received.message() instanceof AgentMessage.CheckpointTaken taken) {
            CompletableFuture<String> answer = expected.get(taken.id());
            if (answer != null) {
                answer.complete(taken.problem() == null ? "" : taken.problem());
            }
        }
    }
}
