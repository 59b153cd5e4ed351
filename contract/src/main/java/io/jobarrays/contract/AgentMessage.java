package io.jobarrays.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What server and agent say to each other: one JSON object a WebSocket text frame, {@code {"type":
 * …}} and the record's components in snake_case.
 */
public sealed interface AgentMessage {

    /** What the server says. */
    sealed interface ToAgent extends AgentMessage {}

    /** What the agent says. */
    sealed interface FromAgent extends AgentMessage {}

    /**
     * What to run; repeated at every connection until its end is known.
     *
     * @param id names this work; an agent that has begun or ended it does not begin it again
     * @param userData run first, at once
     * @param command handed to {@code sh -c} when the user data ended with 0
     * @param held the command waits for {@link Go}
     * @param bundle SHA-256 of the files to unpack into the working directory
     * @param collect globs in the working directory, gathered when the work has ended
     */
    record Work(
            String id,
            int attempt,
            @Nullable String userData,
            @Nullable String command,
            boolean held,
            Map<String, String> environment,
            @Nullable String runAs,
            @Nullable String bundle,
            List<Input> inputs,
            List<String> collect)
            implements ToAgent {}

    /**
     * Outputs of an earlier stage, for {@code inputs/{stage}/{index}/}; {@code indexes} as ranges.
     */
    record Input(String stage, String indexes) {}

    /** Lets the held command of the work {@code id} begin. */
    record Go(String id) implements ToAgent {}

    /** All peers of one generation; {@code sha256} is {@link PeerList#sha256}. */
    record Peers(int generation, List<Peer> peers, String sha256) implements ToAgent {}

    /** The barrier ended without peers; {@code missing} as ranges. */
    record BarrierFailed(String reason, String missing) implements ToAgent {}

    /** The one deadline, ISO-8601; null lifts it. */
    record Deadline(@Nullable String at) implements ToAgent {}

    /** The server has the log up to {@code offset}; {@code full}: it takes no more. */
    record LogStored(String work, long offset, boolean full) implements ToAgent {}

    /** The server has the end of the work {@code id}; it need not be said again. */
    record EndStored(String id) implements ToAgent {}

    /**
     * The first word on every connection.
     *
     * @param work the work the agent holds, if any
     * @param phase one of {@code idle running held ended}
     * @param peersGeneration 0: none written
     */
    record Hello(String version, @Nullable String work, String phase, int peersGeneration)
            implements FromAgent {}

    /** The peers of {@code generation} stand on the disk. */
    record PeersWritten(int generation, String sha256) implements FromAgent {}

    /** {@code data}: Base64 of the log's bytes from {@code offset}. */
    record Log(String work, long offset, String data) implements FromAgent {}

    /**
     * The work {@code id} has ended; its log and outputs were delivered before.
     *
     * @param exit {@link ExitReason} as text
     * @param part {@code user_data} or {@code command}: what decided the outcome
     * @param problem why outputs could not be collected, inputs not be laid out
     */
    record Ended(String id, String exit, String part, @Nullable String problem)
            implements FromAgent {}

    /** The name in {@code "type"}: the record's own in snake_case. */
    static String typeOf(Class<? extends AgentMessage> message) {
        return message.getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(java.util.Locale.ROOT);
    }

    /** Every message by its {@link #typeOf}. */
    static Map<String, Class<? extends AgentMessage>> types() {
        return Stream.<Class<? extends AgentMessage>>of(
                        Work.class,
                        Go.class,
                        Peers.class,
                        BarrierFailed.class,
                        Deadline.class,
                        LogStored.class,
                        EndStored.class,
                        Hello.class,
                        PeersWritten.class,
                        Log.class,
                        Ended.class)
                .collect(Collectors.toUnmodifiableMap(AgentMessage::typeOf, c -> c));
    }
}
