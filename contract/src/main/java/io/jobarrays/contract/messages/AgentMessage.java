package io.jobarrays.contract.messages;

import io.jobarrays.contract.ExitReason;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Messages between server and agent: one JSON object per WebSocket text frame, with {@code "type"}
 * and the record's components in snake_case.
 */
public sealed interface AgentMessage {
    /** Header of the handshake of an agent that answers {@link Reassigned}. */
    String ACCEPT_HEADER = "Spawn-Accept";

    /** Message from the server. */
    sealed interface ToAgent extends AgentMessage
            permits Reassigned,
                    Work,
                    Go,
                    Stop,
                    TakeCheckpoint,
                    Peers,
                    BarrierFailed,
                    Deadline,
                    Pause,
                    Idle,
                    SshKey,
                    LogStored,
                    EndStored,
                    SessionOpen,
                    SessionInput,
                    SessionResize,
                    SessionTaken,
                    SessionClose {}

    /** Message from the agent. */
    sealed interface FromAgent extends AgentMessage {}

    /**
     * The machine is another member's now. The agent answers with {@link Hello}, as on a new
     * connection; what it sent before is the former member's and is dropped.
     */
    record Reassigned() implements ToAgent {}

    /** Starts the held command of the work {@code id}. */
    record Go(String id) implements ToAgent {}

    /**
     * Ends the work {@code id}: SIGTERM to all its processes, SIGKILL after the grace. Its end is
     * reported like any other; work that has not started ends as {@code STOPPED}.
     */
    record Stop(String id, int graceSeconds) implements ToAgent {}

    /** Uploads a checkpoint of the work {@code id} now; answered by {@link CheckpointTaken}. */
    record TakeCheckpoint(String id) implements ToAgent {}

    /**
     * All peers of one generation.
     *
     * @param sha256 {@link PeerList#sha256}
     * @param slots of each machine in the MPI hostfiles; 0: as many as this machine has processors;
     *     null: 1
     */
    record Peers(int generation, List<Peer> peers, String sha256, @Nullable Integer slots)
            implements ToAgent {

        public Peers(int generation, List<Peer> peers, String sha256) {
            this(generation, peers, sha256, null);
        }
    }

    /** The barrier ended without peers; {@code missing} as ranges. */
    record BarrierFailed(String reason, String missing) implements ToAgent {}

    /**
     * Deadline in ISO-8601; null removes it. Acknowledged by {@link DeadlineStored}.
     *
     * @param now time of the server's clock, so that a wrong clock of the machine does not matter
     */
    record Deadline(@Nullable String at, String now) implements ToAgent {}

    /**
     * Pauses the deadline before a stop or hibernation; the remaining time counts from the next
     * boot or resume. Acknowledged by {@link Paused}.
     *
     * @param remainingSeconds null: no deadline
     */
    record Pause(@Nullable Long remainingSeconds) implements ToAgent {}

    /**
     * Idle policy: when a machine is idle, and the action on it.
     *
     * @param timeoutSeconds null: the machine is never idle
     * @param cpuPercent CPU utilization below which a machine is idle
     * @param action one of {@code terminate stop hibernate}; the agent terminates by itself and
     *     sends {@link IdleReached} for the others until the server has acted
     */
    record Idle(@Nullable Long timeoutSeconds, int cpuPercent, String action) implements ToAgent {}

    /**
     * Key pair of the array for ssh between members.
     *
     * @param privateKey in OpenSSH format
     * @param publicKey one line of {@code authorized_keys}
     */
    record SshKey(String privateKey, String publicKey) implements ToAgent {}

    /** Acknowledges the log up to {@code offset}, an offset as in {@link Log}. */
    record LogStored(String work, long offset) implements ToAgent {}

    /** Acknowledges the end of the work {@code id}; the agent stops repeating it. */
    record EndStored(String id) implements ToAgent {}

    /**
     * Starts a user's session: a shell, one command, or a connection to a TCP port of the machine.
     *
     * @param command line for {@code sh -c}; null: a login shell
     * @param terminal whether to allocate a terminal of {@code columns} by {@code rows}
     * @param environment variables of the shell or command; null: none of its own
     * @param port connects to this port instead of starting a program; null: a program
     */
    record SessionOpen(
            String session,
            @Nullable String command,
            boolean terminal,
            int columns,
            int rows,
            @Nullable Map<String, String> environment,
            @Nullable Integer port)
            implements ToAgent {}

    /**
     * Input of a session, in Base64; {@code end}: end of the input. Once the agent has sent {@link
     * SessionInputTaken}, the server sends at most {@link #SESSION_WINDOW} bytes beyond what it
     * acknowledges.
     */
    record SessionInput(String session, String data, boolean end) implements ToAgent {}

    /** New size of the user's terminal window. */
    record SessionResize(String session, int columns, int rows) implements ToAgent {}

    /**
     * Acknowledges {@code bytes} of the session's output in total. An agent sends at most {@link
     * #SESSION_WINDOW} bytes beyond that; the server ends a session that exceeds it, to limit its
     * memory.
     */
    record SessionTaken(String session, long bytes) implements ToAgent {}

    /** Maximum unacknowledged output, and input, of a session, in bytes. */
    int SESSION_WINDOW = 256 << 10;

    /** Closes a session whose user has disconnected; its processes get SIGHUP. */
    record SessionClose(String session) implements ToAgent {}

    /**
     * First message of every connection.
     *
     * @param work id of the agent's current work, or null
     * @param phase one of {@code idle running held ended}
     * @param peersGeneration generation of the written peer list; 0: none
     * @param boot id of the boot; changes at each boot, but not after hibernation
     */
    record Hello(
            String version, @Nullable String work, String phase, int peersGeneration, String boot)
            implements FromAgent {}

    /** The peers of {@code generation} are written to disk. */
    record PeersWritten(int generation, String sha256) implements FromAgent {}

    /** The peers of {@code generation} cannot be written yet; {@code reason} is display text. */
    record PeersNotWritten(int generation, String reason) implements FromAgent {}

    /**
     * Whole records of the log, see {@link LogRecord}, from {@code offset}.
     *
     * @param offset bytes of records since the start of the work, including dropped records
     * @param data Base64
     * @param droppedLines number of lines dropped so far, all before {@code offset}
     */
    record Log(String work, long offset, String data, long droppedLines) implements FromAgent {}

    /**
     * Outputs of the work {@code id}, whose processes have ended; sent at each change and before
     * {@link Ended}.
     *
     * @param unkept why files of {@code collect} are on this machine only; null: none are
     */
    record Outputs(String id, @Nullable String unkept) implements FromAgent {
        /** Value of {@code unkept} during the upload. */
        public static final String UPLOADING = "being uploaded";
    }

    /**
     * The work {@code id} has ended; its log and outputs were delivered before.
     *
     * @param exit {@link ExitReason} as text
     * @param part {@code user_data} or {@code command}: the part that decided the outcome
     * @param problem why it ended so, where the exit does not say it; null: the exit says it
     * @param stopped the work had not ended when {@link Stop} reached it; null: an agent of an
     *     earlier version, which does not say
     * @param note what its outputs lack; it did not decide the exit; null: nothing
     */
    record Ended(
            String id,
            String exit,
            String part,
            @Nullable String problem,
            @Nullable Boolean stopped,
            @Nullable String note)
            implements FromAgent {

        public Ended(
                String id,
                String exit,
                String part,
                @Nullable String problem,
                @Nullable Boolean stopped) {
            this(id, exit, part, problem, stopped, null);
        }
    }

    /**
     * The server has the newest checkpoint of the work {@code id}.
     *
     * @param problem why it has not; null: it has
     */
    record CheckpointTaken(String id, @Nullable String problem) implements FromAgent {}

    /** The deadline is written to disk; null: no deadline. */
    record DeadlineStored(@Nullable String at) implements FromAgent {}

    /** The paused deadline is written to disk. */
    record Paused() implements FromAgent {}

    /**
     * Reason why the machine is busy, or start of its idle time; sent at each change.
     *
     * @param busy display text, {@code cpu 87 %} or {@code network 2.1 MB/s}; null: idle
     */
    record Activity(@Nullable String busy, long idleSeconds) implements FromAgent {}

    /** The machine was idle for the whole timeout; repeated until the server has acted. */
    record IdleReached(long idleSeconds) implements FromAgent {}

    /**
     * Interruption notice of EC2 for the machine; sent once per notice.
     *
     * @param action as named by EC2: {@code terminate stop hibernate}
     * @param at time of the interruption, ISO-8601
     */
    record SpotNotice(String action, String at) implements FromAgent {}

    /** Notice for users: a warning before the deadline, or the end of a hook. */
    record Note(String text) implements FromAgent {}

    /** Output of a session, in Base64; {@code stream} is {@code out} or {@code err}. */
    record SessionOutput(String session, String stream, String data) implements FromAgent {}

    /**
     * Acknowledges {@code bytes} of the session's input in total; the first one, with 0, says that
     * this agent acknowledges input.
     */
    record SessionInputTaken(String session, long bytes) implements FromAgent {}

    /** End of a session; {@code problem} is set if it failed to start. */
    record SessionEnded(String session, String exit, @Nullable String problem)
            implements FromAgent {}

    /** Value of {@code "type"}: the record's name in snake_case. */
    static String typeOf(Class<? extends AgentMessage> message) {
        return message.getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    /** All message types by {@link #typeOf}. */
    static Map<String, Class<? extends AgentMessage>> types() {
        return Stream.of(ToAgent.class, FromAgent.class)
                .flatMap(sender -> Stream.of(sender.getPermittedSubclasses()))
                .<Class<? extends AgentMessage>>map(it -> it.asSubclass(AgentMessage.class))
                .collect(Collectors.toUnmodifiableMap(AgentMessage::typeOf, it -> it));
    }
}
