package io.jobarrays.server.api.text;

import io.jobarrays.server.api.view.OutcomeGroup;
import java.util.List;

/** Who shares a fate, and why: {@code [3,7] EXIT_7 …}, a row each. */
final class OutcomeGroupsText {
    private OutcomeGroupsText() {}

    static String of(List<OutcomeGroup> fates) {
        Columns columns = new Columns();
        fates.forEach(
                fate -> columns.row("[" + fate.indexes() + "]", fate.exitStatus(), fate.reason()));
        return columns.text("  ");
    }
}
