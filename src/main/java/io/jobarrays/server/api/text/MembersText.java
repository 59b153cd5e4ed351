package io.jobarrays.server.api.text;

import io.jobarrays.server.arrays.view.MemberView;
import java.util.List;

/** Table of members in {@code spawn status}, a row each. */
public final class MembersText {
    private MembersText() {}

    public static String of(List<MemberView> members) {
        Columns columns = new Columns();
        columns.row("INDEX", "NAME", "INSTANCE", "STATE", "AZ", "ADDRESS", "PHASE", "RESULT");
        members.forEach(member -> member(columns, member));
        return columns.text("");
    }

    private static void member(Columns columns, MemberView member) {
        columns.row(
                "[" + member.index() + "]",
                member.name(),
                member.instanceId(),
                Counts.state(member),
                member.az(),
                ListText.address(member),
                member.phase(),
                member.exitStatus());
    }
}
