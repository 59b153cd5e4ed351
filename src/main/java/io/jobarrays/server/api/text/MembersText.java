package io.jobarrays.server.api.text;

import io.jobarrays.server.arrays.view.MemberView;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Table of members in {@code spawn status}, a row each. */
public final class MembersText {
    private MembersText() {}

    public static String of(List<MemberView> members) {
        boolean swept = ParametersCell.isIn(members);
        Columns columns = new Columns();
        columns.row(
                cells(
                        swept ? "PARAMETERS" : null,
                        "INDEX",
                        "NAME",
                        "INSTANCE",
                        "STATE",
                        "AZ",
                        "ADDRESS",
                        "PHASE",
                        "RESULT"));
        members.forEach(member -> columns.row(row(member, swept)));
        return columns.text("");
    }

    private static @Nullable Object[] row(MemberView member, boolean swept) {
        return cells(
                swept ? ParametersCell.of(member) : null,
                "[" + member.index() + "]",
                member.name(),
                member.instanceId(),
                Counts.state(member),
                member.az(),
                ListText.address(member),
                member.phase(),
                member.exitStatus());
    }

    /** The last cell only where it is given. */
    private static @Nullable Object[] cells(@Nullable String last, @Nullable Object... cells) {
        return last == null
                ? cells
                : Stream.concat(Arrays.stream(cells), Stream.of(last)).toArray();
    }
}
