package io.jobarrays.contract;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages between server and agent: one JSON object a WebSocket text frame, {@code {"type": …}}
 * and the record's components in snake_case.
 */
public sealed interface AgentMessage {

    /** Message from the server. */
    sealed interface ToAgent extends AgentMessage {}

    /** Message from the agent. */
    sealed interface FromAgent extends AgentMessage {}

    /**
     * What to run; repeated at every connection until its end is known.
     *
     * @param id names this work; an agent that has begun or ended it does not begin it again
     * @param size of the array when this was handed out: {@code JOB_ARRAY_SIZE}
     * @param userData run first, at once
     * @param command handed to {@code sh -c} when the user data ended with 0
     * @param held the command waits for {@link Go}
     * @param environment a value {@code ssm:NAME} or {@code secretsmanager:NAME} is looked up on
     *     the machine, by its own role
     * @param bundle SHA-256 of the files to unpack into the working directory
     * @param collect globs in the working directory, gathered when the work has ended
     * @param onInterrupt handed to {@code sh -c} when EC2 announces that it takes the machine back
     */
    record Work(
            String id,
            int attempt,
            int size,
            @Nullable String userData,
            @Nullable String command,
            boolean held,
            Map<String, String> environment,
            @Nullable String runAs,
            @Nullable String bundle,
            List<Input> inputs,
            List<String> collect,
            @Nullable String onInterrupt)
            implements ToAgent {}

    /**
     * Outputs of an earlier stage, for {@code inputs/{stage}/{index}/}; {@code indexes} as ranges.
     */
    record Input(String stage, String indexes) {}

    /** Lets the held command of the work {@code id} begin. */
    record Go(String id) implements ToAgent {}

    /**
     * Ends the work {@code id}: SIGTERM to all its processes, SIGKILL after the grace. Its end is
     * told as any other; work that has not begun ends as {@code STOPPED}.
     */
    record Stop(String id, int graceSeconds) implements ToAgent {}

    /** All peers of one generation; {@code sha256} is {@link PeerList#sha256}. */
    record Peers(int generation, List<Peer> peers, String sha256) implements ToAgent {}

    /** The barrier ended without peers; {@code missing} as ranges. */
    record BarrierFailed(String reason, String missing) implements ToAgent {}

    /**
     * The one deadline, ISO-8601; null lifts it. Answered by {@link DeadlineStored}.
     *
     * @param now the server's clock: a machine whose own clock is wrong still ends in time
     */
    record Deadline(@Nullable String at, String now) implements ToAgent {}

    /**
     * The machine is about to be stopped or hibernated: its deadline rests, and the remainder runs
     * from its next boot or awakening. Answered by {@link Paused}.
     *
     * @param remainingSeconds null: it has no deadline
     */
    record Pause(@Nullable Long remainingSeconds) implements ToAgent {}

    /**
     * When the machine counts as idle and what becomes of it then.
     *
     * @param timeoutSeconds null: never
     * @param cpuPercent below this the processors count as idle
     * @param action {@code terminate stop hibernate}; the first the agent does by itself, for the
     *     others it says {@link IdleReached} until it is done
     */
    record Idle(@Nullable Long timeoutSeconds, int cpuPercent, String action) implements ToAgent {}

    /**
     * The array's key pair, by which members reach each other over ssh.
     *
     * @param privateKey OpenSSH's own format
     * @param publicKey one line of {@code authorized_keys}
     */
    record SshKey(String privateKey, String publicKey) implements ToAgent {}

    /** The server has the log up to {@code offset}, an offset as in {@link Log}. */
    record LogStored(String work, long offset) implements ToAgent {}

    /** The server has the end of the work {@code id}; it need not be said again. */
    record EndStored(String id) implements ToAgent {}

    /**
     * Begins a session of a person: a shell or one command.
     *
     * @param command handed to {@code sh -c}; null: a login shell
     * @param terminal whether it gets a terminal of {@code columns} by {@code rows}
     */
    record SessionOpen(
            String session, @Nullable String command, boolean terminal, int columns, int rows)
            implements ToAgent {}

    /** What the person typed, in Base64; {@code end}: there is nothing more to come. */
    record SessionInput(String session, String data, boolean end) implements ToAgent {}

    /** The person's window has another size now. */
    record SessionResize(String session, int columns, int rows) implements ToAgent {}

    /**
     * The person has read {@code bytes} of the session's output so far. An agent lets no more than
     * {@link #SESSION_WINDOW} beyond that be unread: more output would fill the memory of the
     * server, which ends the session then.
     */
    record SessionTaken(String session, long bytes) implements ToAgent {}

    /** Bytes of a session's output that may be unread. */
    int SESSION_WINDOW = 256 << 10;

    /** The person has gone: what runs in the session gets SIGHUP. */
    record SessionClose(String session) implements ToAgent {}

    /**
     * The first word on every connection.
     *
     * @param work the work the agent holds, if any
     * @param phase one of {@code idle running held ended}
     * @param peersGeneration 0: none written
     * @param boot differs from boot to boot of the machine, and after hibernation does not
     */
    record Hello(
            String version, @Nullable String work, String phase, int peersGeneration, String boot)
            implements FromAgent {}

    /** The peers of {@code generation} stand on the disk. */
    record PeersWritten(int generation, String sha256) implements FromAgent {}

    /**
     * Whole records of the log, see {@link LogRecord}, from {@code offset}.
     *
     * @param offset in bytes of records since the work began, those that were dropped included
     * @param data Base64
     * @param droppedLines lines the machine has dropped so far: they are before {@code offset}
     */
    record Log(String work, long offset, String data, long droppedLines) implements FromAgent {}

    /**
     * The work {@code id} has ended; its log and outputs were delivered before.
     *
     * @param exit {@link ExitReason} as text
     * @param part {@code user_data} or {@code command}: what decided the outcome
     * @param problem why outputs could not be collected, inputs not be laid out
     */
    record Ended(String id, String exit, String part, @Nullable String problem)
            implements FromAgent {}

    /** The deadline stands on the disk; null: there is none. */
    record DeadlineStored(@Nullable String at) implements FromAgent {}

    /** The deadline rests, on the disk. */
    record Paused() implements FromAgent {}

    /**
     * Why the machine counts as busy, or since when it is idle; said when it changes.
     *
     * @param busy for people: {@code cpu 87 %}, {@code network 2.1 MB/s}; null: it is idle
     */
    record Activity(@Nullable String busy, long idleSeconds) implements FromAgent {}

    /** Idle for the whole timeout; repeated until the server has acted. */
    record IdleReached(long idleSeconds) implements FromAgent {}

    /**
     * EC2 takes the machine back; said once per notice.
     *
     * @param action EC2's word: {@code terminate stop hibernate}
     * @param at when, ISO-8601
     */
    record SpotNotice(String action, String at) implements FromAgent {}

    /** Something people should hear of: a warning before the deadline, the end of a hook. */
    record Note(String text) implements FromAgent {}

    /** What a session wrote, in Base64; {@code stream} is {@code out} or {@code err}. */
    record SessionOutput(String session, String stream, String data) implements FromAgent {}

    /** A session is over; {@code problem} where it could not begin. */
    record SessionEnded(String session, String exit, @Nullable String problem)
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
                        Stop.class,
                        Peers.class,
                        BarrierFailed.class,
                        Deadline.class,
                        Pause.class,
                        Idle.class,
                        SshKey.class,
                        LogStored.class,
                        EndStored.class,
                        SessionOpen.class,
                        SessionInput.class,
                        SessionResize.class,
                        SessionTaken.class,
                        SessionClose.class,
                        Hello.class,
                        PeersWritten.class,
                        Log.class,
                        Ended.class,
                        DeadlineStored.class,
                        Paused.class,
                        Activity.class,
                        IdleReached.class,
                        SpotNotice.class,
                        Note.class,
                        SessionOutput.class,
                        SessionEnded.class)
                .collect(Collectors.toUnmodifiableMap(AgentMessage::typeOf, c -> c));
    }
}
