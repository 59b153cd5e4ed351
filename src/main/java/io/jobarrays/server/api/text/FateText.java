package io.jobarrays.server.api.text;

import io.jobarrays.server.api.view.Fate;
import java.util.List;

/** Who shares a fate, and why: {@code [3,7] EXIT_7 …}, a row each. */
final class FateText {
    private FateText() {}

    static String of(List<Fate> fates) {
        Columns columns = new Columns();
        fates.forEach(
                fate -> columns.row("[" + fate.indexes() + "]", fate.exitStatus(), fate.reason()));
        return columns.text("  ");
    }
}
