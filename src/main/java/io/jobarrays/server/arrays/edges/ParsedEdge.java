package io.jobarrays.server.arrays.edges;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reader of one element of {@code after}. */
final class ParsedEdge {
    /** Commas outside brackets. */
    static final Pattern SEPARATOR = Pattern.compile(",(?![^\\[]*\\])");

    private static final Pattern ELEMENT =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_-]*)(?::([^\\[\\]]+)|\\[([^\\[\\]]+)\\])?");
    private static final Pattern NUMBER = Pattern.compile("(\\d{1,5})(%?)");
    private static final Pattern EACH = Pattern.compile("index(?:\\s*/\\s*(\\d{1,5}))?");

    private ParsedEdge() {}

    static Edge of(String text) {
        Matcher element = ELEMENT.matcher(text);
        if (!element.matches()) {
            throw refusal(text);
        }
        String stage = element.group(1);
        if (element.group(2) != null) {
            return ofStage(text, stage, element.group(2).strip());
        }
        return element.group(3) == null
                ? new Edge.Succeeded(stage)
                : ofIndexes(text, stage, element.group(3).strip());
    }

    private static Edge ofStage(String text, String stage, String condition) {
        if (condition.equals("any")) {
            return new Edge.Ended(stage);
        }
        Matcher number = NUMBER.matcher(condition);
        if (number.matches()) {
            int given = Integer.parseInt(number.group(1));
            boolean percent = !number.group(2).isEmpty();
            if (given >= 1 && given <= (percent ? 100 : IndexSet.LIMIT)) {
                return new Edge.AtLeast(stage, given, percent);
            }
        }
        throw refusal(text);
    }

    private static Edge ofIndexes(String text, String stage, String indexes) {
        Matcher each = EACH.matcher(indexes);
        if (each.matches()) {
            int divisor = each.group(1) == null ? 1 : Integer.parseInt(each.group(1));
            if (divisor == 0) {
                throw refusal(text);
            }
            return new Edge.EachIndex(stage, divisor);
        }
        try {
            return new Edge.Indexes(stage, IndexSet.parse(indexes));
        } catch (Refusal refusal) {
            throw refusal(text);
        }
    }

    private static Refusal refusal(String text) {
        return new Refusal(
                ("after: %s is not known; write STAGE, STAGE:any, STAGE:60%%, STAGE:5,"
                                + " STAGE[index], STAGE[index/2] or STAGE[0-4,7]")
                        .formatted("\"" + text + "\""));
    }
}
