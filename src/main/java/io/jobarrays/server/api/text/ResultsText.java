package io.jobarrays.server.api.text;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.arrays.verbs.MemberResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Results of a verb: a row per result, {@code [0-63] shutting-down}, or a row per member. */
public final class ResultsText {
    private ResultsText() {}

    public static String of(List<MemberResult> results) {
        Map<String, List<Integer>> indexes = new LinkedHashMap<>();
        for (MemberResult one : results) {
            indexes.computeIfAbsent(result(one), result -> new ArrayList<>()).add(one.index());
        }
        Columns columns = new Columns();
        columns.row("INDEX", "RESULT");
        indexes.forEach((result, members) -> columns.row(IndexSet.of(members), result));
        return columns.text("");
    }

    public static String wide(List<MemberResult> results) {
        Columns columns = new Columns();
        columns.row("INDEX", "NAME", "INSTANCE", "RESULT");
        for (MemberResult one : results) {
            columns.row("[" + one.index() + "]", one.name(), one.instanceId(), result(one));
        }
        return columns.text("");
    }

    private static String result(MemberResult one) {
        return one.ok() ? one.result() : "FAILED: " + one.result();
    }
}
