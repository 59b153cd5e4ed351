package io.jobarrays.endtoend;

import java.util.List;
import java.util.Optional;

/**
 * Work of one index of a generated stage.
 *
 * @param outcomes of its attempts in order; the last one is that of all later attempts
 * @param reads the file of another stage's index without which each attempt ends with 1
 */
record GeneratedWork(List<String> outcomes, boolean sleeps, Optional<InputFile> reads) {
    static final String SUCCESS = "EXIT_0";

    /** Ends with 0 and makes no output. */
    static final String NO_OUTPUT = "NO_OUTPUT";

    /** Reaches the time limit. */
    static final String TIMED_OUT = "TIMED_OUT";

    /** Ends only when a policy ends it. */
    static final String ENDLESS = "ENDLESS";

    /** Collected file of an index. */
    record InputFile(String stage, int index) {
        String path() {
            return "inputs/%s/%d/result".formatted(stage, index);
        }
    }

    String outcome(int attempt) {
        return outcomes.get(Math.min(attempt, outcomes.size()) - 1);
    }

    /** The statements of scale mode, those of one index only. */
    String statements(int index) {
        StringBuilder text = new StringBuilder();
        if (sleeps) {
            text.append("on %d: sleep 1s; ".formatted(index));
        }
        reads.ifPresent(file -> text.append("on %d: read %s; ".formatted(index, file.path())));
        for (int attempt = 1; attempt <= outcomes.size(); attempt++) {
            String statement = statement(outcome(attempt));
            if (!statement.isEmpty()) {
                String guard = outcomes.size() == 1 ? "" : " attempt " + attempt;
                text.append("on %d%s: %s; ".formatted(index, guard, statement));
            }
        }
        return text.toString();
    }

    private static String statement(String outcome) {
        return switch (outcome) {
            case SUCCESS -> "";
            case NO_OUTPUT -> "exit 0";
            case TIMED_OUT, ENDLESS -> "forever";
            default ->
                    outcome.startsWith("EXIT_")
                            ? "exit " + outcome.substring(5)
                            : "kill " + outcome.substring(7);
        };
    }
}
