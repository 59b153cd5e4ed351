package io.jobarrays.server.api.text;

import io.jobarrays.server.api.view.OutcomeGroup;
import java.util.List;

/** Table of outcome groups, a row each: {@code [3,7] EXIT_7 …}. */
final class OutcomeGroupsText {
    private OutcomeGroupsText() {}

    static String of(List<OutcomeGroup> groups) {
        Columns columns = new Columns();
        groups.forEach(
                group ->
                        columns.row(
                                "[" + group.indexes() + "]", group.exitStatus(), group.reason()));
        return columns.text("  ");
    }
}
