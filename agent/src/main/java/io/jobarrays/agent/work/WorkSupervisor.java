package io.jobarrays.agent.work;

import io.jobarrays.contract.ExitReason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs the parts of the work: as processes, or in scale mode inside the agent's process. */
public interface WorkSupervisor {
    /** Limit of a part without one. */
    Duration NO_LIMIT = Duration.ofDays(10_000);

    /**
     * Starts the part and waits for its exit; kills it after {@code limit}.
     *
     * @throws PartLost when the part is over without a recorded exit
     */
    ExitReason runPart(WorkRecord record, WorkPart part, Program program, Duration limit)
            throws IOException, InterruptedException, PartLost;

    /**
     * Waits for the exit of a part that an earlier agent has started.
     *
     * @throws PartLost when the part is over without a recorded exit
     */
    ExitReason awaitExit(WorkRecord record, WorkPart part)
            throws IOException, InterruptedException, PartLost;

    /** Whether a program of another user has that user's rights to files, and no more. */
    default boolean changesUser() {
        return true;
    }

    /** Stops all running parts; returns false when one could not be signalled yet. */
    boolean stop(WorkRecord record, int graceSeconds);

    /**
     * Program to run: command line, complete environment and user.
     *
     * @param user null for the agent's user
     */
    record Program(
            List<String> commandLine, Map<String, String> environment, @Nullable String user) {}

    /** The part is over and no exit was recorded; carries the reason to report. */
    final class PartLost extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ExitReason reason;

        PartLost(ExitReason reason, String sentence) {
            super(sentence);
            this.reason = reason;
        }

        /** The machine was booted again while the part ran, or while it was being stopped. */
        public static PartLost byReboot(WorkRecord record, WorkPart part) throws IOException {
            return record.stopGrace().isPresent()
                    ? new PartLost(
                            ExitReason.Plain.STOPPED,
                            "the machine stopped while the %s was stopped".formatted(part.label))
                    : new PartLost(
                            ExitReason.Plain.REBOOTED,
                            "the machine was booted again while the %s ran".formatted(part.label));
        }

        /** The supervisor of the part ended before the part. */
        public static PartLost bySupervisorEnd(WorkPart part) {
            return new PartLost(
                    new ExitReason.Signal(9),
                    "the supervisor of the %s was killed".formatted(part.label));
        }

        ExitReason reason() {
            return reason;
        }
    }
}
