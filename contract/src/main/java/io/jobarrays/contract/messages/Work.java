package io.jobarrays.contract.messages;

import io.jobarrays.contract.Paths;
import io.jobarrays.contract.StorageUrl;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Work to run; sent at every connection until its end is reported.
 *
 * @param id identifies the work; an agent that has started or ended it does not start it again
 * @param size size of the array when the work was assigned: {@code JOB_ARRAY_SIZE}
 * @param userData script that runs first, without waiting for {@link AgentMessage.Go}
 * @param command line for {@code sh -c}, runs after the user data exited with 0
 * @param held whether the command waits for {@link AgentMessage.Go}
 * @param environment variables; the machine resolves a value {@code ssm:NAME} or {@code
 *     secretsmanager:NAME} with its instance role
 * @param bundle SHA-256 of the files to unpack into the working directory
 * @param collect globs of files in the working directory to collect when the work has ended
 * @param onInterrupt line for {@code sh -c}, runs on a spot interruption notice
 * @param streams {@code merged}: one pipe for stdout and stderr; {@code split}: two; {@code
 *     terminal}: a pseudo-terminal; null: {@code merged}
 * @param collectLimit most bytes of the files to collect, before compression; null: 256 MiB
 * @param collectTo place that this machine sends the files to, a {@link StorageUrl}, while the
 *     server gets their list; null: the server gets them
 * @param filesFrom place of the files of the working directory, a {@link StorageUrl} of a directory
 *     or a tar.gz; null: the bundle, if any
 * @param requireOutputs whether the work has failed when no file matches {@code collect}; null: no
 * @param parameters content of {@link Paths#PARAMETERS}; null: the index has no parameters
 * @param timeLimit of script and command together; null: none
 * @param keepsDirectory whether the attempts on one machine have one working directory; null: no
 * @param checkpoint files kept for a later attempt; null: none
 * @param identity member that the work is of; null: the one that the machine was launched for
 */
public record Work(
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
        @Nullable String onInterrupt,
        @Nullable String streams,
        @Nullable Long collectLimit,
        @Nullable String collectTo,
        @Nullable String filesFrom,
        @Nullable Boolean requireOutputs,
        @Nullable String parameters,
        @Nullable TimeLimit timeLimit,
        @Nullable Boolean keepsDirectory,
        @Nullable CheckpointRule checkpoint,
        @Nullable Identity identity)
        implements AgentMessage.ToAgent {

    /** Value of {@code streams}, the default. */
    public static final String MERGED = "merged";

    /** Work with nothing but these, and the default of each other component. */
    public static WorkBuilder of(String id, int attempt, int size) {
        return new WorkBuilder(id, attempt, size);
    }

    /** Member of an array; a machine may become another one between two works. */
    public record Identity(String arrayId, String arrayName, int index) {}

    /**
     * Time after which the work gets SIGTERM, and SIGKILL after the grace.
     *
     * @param signal number of a signal that comes earlier, to processes that handle it; null: none
     * @param signalBeforeSeconds by how much it comes before the limit
     */
    public record TimeLimit(
            long seconds,
            int graceSeconds,
            @Nullable Integer signal,
            @Nullable Long signalBeforeSeconds) {}

    /**
     * Files of the checkpoint directory that are uploaded while the work runs, and laid out again
     * for a later attempt on another machine.
     *
     * @param globs of files in the directory
     * @param limit most bytes, before compression
     */
    public record CheckpointRule(List<String> globs, long intervalSeconds, long limit) {}

    /**
     * Outputs of an earlier stage, for {@code inputs/{stage}/{index}/}; {@code indexes} as ranges.
     */
    public record Input(String stage, String indexes) {}
}
