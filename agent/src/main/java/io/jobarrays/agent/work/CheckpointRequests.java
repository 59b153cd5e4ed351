package io.jobarrays.agent.work;

import io.jobarrays.agent.host.AgentThreads;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Checkpoints of the current work that the server or the deadline asks for. */
public final class CheckpointRequests {
    private final Supplier<Optional<WorkExecution>> current;
    private final AgentThreads threads;

    CheckpointRequests(Supplier<Optional<WorkExecution>> current, AgentThreads threads) {
        this.current = current;
        this.threads = threads;
    }

    /**
     * Uploads a checkpoint of the work in a thread of its own.
     *
     * @param answer takes why the server does not have the newest state; null: it has
     */
    public void take(String id, Consumer<@Nullable String> answer) {
        current.get()
                .filter(execution -> execution.record().id().equals(id))
                .flatMap(CheckpointRequests::uploads)
                .ifPresentOrElse(
                        uploads -> threads.start("last-checkpoint", () -> take(uploads, answer)),
                        () -> answer.accept("its agent has no such work"));
    }

    private static void take(CheckpointUploads uploads, Consumer<@Nullable String> answer)
            throws InterruptedException {
        String problem = uploads.takeNow();
        answer.accept(problem.isEmpty() ? null : problem);
    }

    /** Uploads the checkpoint of the current work. */
    public void machineEndsSoon() {
        current.get()
                .flatMap(CheckpointRequests::uploads)
                .ifPresent(CheckpointUploads::machineEndsSoon);
    }

    private static Optional<CheckpointUploads> uploads(WorkExecution execution) {
        return Stream.ofNullable(execution.checkpointUploads()).findFirst();
    }
}
