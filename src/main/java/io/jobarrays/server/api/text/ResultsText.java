package io.jobarrays.server.api.text;

import io.jobarrays.server.arrays.verbs.MemberResult;
import java.util.List;

/** What a verb did, a row per member. */
public final class ResultsText {
    private ResultsText() {}

    public static String of(List<MemberResult> results) {
        Columns columns = new Columns();
        columns.row("INDEX", "NAME", "INSTANCE", "RESULT");
        results.forEach(
                one ->
                        columns.row(
                                "[" + one.index() + "]",
                                one.name(),
                                one.instanceId(),
                                one.ok() ? one.result() : "FAILED: " + one.result()));
        return columns.text("");
    }
}
