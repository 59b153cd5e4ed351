package io.jobarrays.agent.work;

import io.jobarrays.contract.messages.Work.TimeLimit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Time limit of a work: script and command together, without what they wait for. */
final class WorkTimeLimit {
    private WorkTimeLimit() {}

    /** Time that is left for a part; {@link WorkSupervisor#NO_LIMIT} without a limit. */
    static Duration left(WorkRecord record, WorkPart part) throws IOException {
        TimeLimit limit = record.work().timeLimit();
        if (limit == null) {
            return WorkSupervisor.NO_LIMIT;
        }
        Duration all = Duration.ofSeconds(limit.seconds());
        Duration left = part == WorkPart.COMMAND ? all.minus(userData(record)) : all;
        return left.isPositive() ? left : Duration.ofSeconds(1);
    }

    private static Duration userData(WorkRecord record) throws IOException {
        return record.work().userData() == null
                ? Duration.ZERO
                : duration(record, WorkPart.USER_DATA);
    }

    /** Time from the begin of the part to its recorded exit; zero before. */
    private static Duration duration(WorkRecord record, WorkPart part) throws IOException {
        Path begun = record.directory().resolve(part.label + ".begun");
        Path exit = record.directory().resolve(part.label + ".exit");
        return Files.exists(exit)
                ? Duration.between(
                        Files.getLastModifiedTime(begun).toInstant(),
                        Files.getLastModifiedTime(exit).toInstant())
                : Duration.ZERO;
    }

    /** Records the limit on disk, where the part's supervisor reads it when it starts. */
    static void write(WorkRecord record, WorkPart part) throws IOException {
        TimeLimit limit = record.work().timeLimit();
        if (limit == null) {
            return;
        }
        String text = left(record, part).toSeconds() + " " + limit.graceSeconds();
        if (limit.signal() != null && limit.signalBeforeSeconds() != null) {
            text += " %d %d".formatted(limit.signal(), limit.signalBeforeSeconds());
        }
        record.markLimit(part, text);
    }

    static String sentence(@Nullable TimeLimit limit, String exit) {
        return "it ran for %d s, its time limit, and ended with %s"
                .formatted(limit == null ? 0 : limit.seconds(), exit);
    }
}
