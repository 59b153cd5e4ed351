package io.jobarrays.server.api.text;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.api.view.OutcomeGroup;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberNotes;
import io.jobarrays.server.arrays.view.MemberView;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Text of {@code spawn status}: state, remaining time, members and reasons. */
public final class StatusText {
    private static final Set<String> WITHOUT_MACHINE =
            Set.of("planned", "shutting-down", "terminated", "handed-over");

    private StatusText() {}

    public static String of(ArrayView array, Instant now) {
        StringBuilder text = new StringBuilder(ListText.title(array)).append('\n');
        line(text, "Array ID", array.jobArrayId());
        line(text, "State", array.state().name());
        line(text, "Phases", Counts.phases(array));
        line(text, "Outcome", array.outcome());
        line(text, "Reason", array.reason());
        line(text, "TTL", hasTtl(array) ? ttl(array, now) : null);
        line(text, "Created", seconds(array.createdAt()));
        line(text, "Ended", seconds(array.endedAt()));
        line(text, "DNS", groupDnsName(array));
        text.append('\n').append(MembersText.of(array.members()));
        String life = MachineLifeText.of(array);
        if (!life.isEmpty()) {
            text.append("\nMachines:\n").append(life);
        }
        List<OutcomeGroup> reasons = OutcomeGroup.of(array, OutcomeGroup::hasExplanation);
        if (!reasons.isEmpty()) {
            text.append("\nReasons:\n").append(OutcomeGroupsText.of(reasons));
        }
        return text.append(notes(array)).toString();
    }

    private static String notes(ArrayView array) {
        Columns notes = new Columns();
        MemberNotes.of(array.members()).forEach(notes::row);
        return notes.isEmpty() ? "" : "\nNotes:\n" + notes.text("  ");
    }

    /** A member's DNS name with the array's label in place of the member's. */
    private static @Nullable String groupDnsName(ArrayView array) {
        return array.label() == null || array.members().isEmpty()
                ? null
                : array.members().getFirst().dns().replaceFirst("^[^.]*", array.label());
    }

    private static void line(StringBuilder text, String label, @Nullable String value) {
        if (value != null && !value.isBlank()) {
            text.append("  %-9s %s\n".formatted(label + ":", value.replaceAll("\\p{Cntrl}+", " ")));
        }
    }

    /** A TTL is that of instances: before the launch and after their end no deadline is known. */
    private static boolean hasTtl(ArrayView array) {
        return array.endedAt() == null
                && array.members().stream()
                        .anyMatch(member -> !WITHOUT_MACHINE.contains(member.state()));
    }

    private static String ttl(ArrayView array, Instant now) {
        Instant deadline = array.ttlDeadline();
        if (deadline == null && array.members().stream().anyMatch(StatusText::hasPausedTtl)) {
            return "rests while the machines are off";
        }
        if (deadline == null) {
            return "none, no deadline ends it";
        }
        Duration left = Duration.between(now, deadline).truncatedTo(ChronoUnit.SECONDS);
        return left.isPositive()
                ? "%s left, until %s".formatted(Durations.format(left), seconds(deadline))
                : "over since " + seconds(deadline);
    }

    private static boolean hasPausedTtl(MemberView member) {
        return member.life().ttlRemainingSeconds() != null;
    }

    static @Nullable String seconds(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
