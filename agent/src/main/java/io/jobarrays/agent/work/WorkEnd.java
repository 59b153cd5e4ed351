package io.jobarrays.agent.work;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.contract.ExitReason.Plain;
import io.jobarrays.contract.messages.AgentMessage.Ended;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** End of a work, from the exit of its last part and what became of its outputs. */
final class WorkEnd {
    private WorkEnd() {}

    /** Work that succeeded, and was not cut off, has failed if its outputs could not be kept. */
    static Ended of(
            WorkRecord record,
            ExitReason exit,
            WorkPart part,
            WorkOutputs.Kept kept,
            boolean stopped)
            throws IOException {
        if (record.timedOut(part)) {
            String sentence = WorkTimeLimit.sentence(record.work().timeLimit(), exit.toString());
            return new Ended(
                    record.id(),
                    Plain.TIMED_OUT.toString(),
                    part.label,
                    sentence,
                    stopped,
                    kept.problem());
        }
        ExitReason failure = kept.failure();
        if (failure != null && exit.succeeded() && !stopped) {
            return of(record, failure, part, kept.problem(), stopped);
        }
        boolean memory = record.ranOutOfMemory(part);
        return new Ended(
                record.id(),
                (memory ? Plain.OUT_OF_MEMORY : exit).toString(),
                part.label,
                memory ? outOfMemory(exit) : UnusableCommand.sentence(exit, record.log()),
                stopped,
                kept.problem());
    }

    static Ended of(
            WorkRecord record,
            ExitReason exit,
            WorkPart part,
            @Nullable String problem,
            boolean stopped) {
        return new Ended(record.id(), exit.toString(), part.label, problem, stopped);
    }

    private static String outOfMemory(ExitReason exit) {
        return "the kernel killed a process of the work, which ended with " + exit;
    }
}
