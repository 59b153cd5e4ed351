package io.jobarrays.cli.watch;

import static java.util.stream.Collectors.joining;

import io.jobarrays.cli.base.TerminalSize;
import io.jobarrays.cli.json.JsonValue;
import io.jobarrays.contract.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Lines of the live view of an execution: a title, a line for each stage and the newest event. They
 * fit the terminal: stages that run come first, and those without a line are summed up.
 *
 * @param view of the execution
 * @param asOf when the server made the view
 * @param age of the view
 * @param news text of the newest event
 */
record ProgressTable(JsonValue view, Instant asOf, Duration age, String news, boolean colours) {
    /** Title, header, newest event and legend. */
    private static final int OTHER_LINES = 4;

    List<String> lines(TerminalSize size) {
        List<WatchedStage> all = view.get("stages").items().stream().map(WatchedStage::of).toList();
        int most = Math.max(2, size.rows() - 1 - OTHER_LINES);
        List<WatchedStage> shown = all.size() <= most ? all : first(all, most - 1);
        ProgressRows rows = new ProgressRows(shown, asOf.plus(age), age, size.columns(), colours);
        List<String> lines = new ArrayList<>();
        lines.add(rows.cut(title()));
        lines.addAll(rows.lines());
        if (shown.size() < all.size()) {
            lines.add(rows.cut(rest(all, shown)));
        }
        if (size.rows() > lines.size() + 2) {
            lines.add(rows.cut(news));
            lines.add(rows.cut(legend(all)));
        }
        return lines.subList(0, Math.min(lines.size(), Math.max(1, size.rows() - 1)));
    }

    private static List<WatchedStage> first(List<WatchedStage> all, int count) {
        return all.stream()
                .sorted(Comparator.comparingInt(WatchedStage::rank))
                .limit(count)
                .toList();
    }

    /** {@code Execution 3: chain version 2, STARTED, 3m12s, 0.42 USD} */
    private String title() {
        String job =
                view.text("definition")
                        .map(it -> it + " version " + view.text("version").orElse("?"))
                        .orElse("launch of one array");
        String elapsed =
                view.text("created_at")
                        .map(Instant::parse)
                        .map(start -> Duration.between(start, asOf.plus(age)))
                        .map(it -> Durations.format(it.isNegative() ? Duration.ZERO : it))
                        .orElse("0s");
        return "Execution %s: %s, %s, %s, %s USD"
                .formatted(
                        view.text("id").orElse("?"),
                        job,
                        view.text("state").orElse("?"),
                        elapsed,
                        view.text("cost_usd").orElse("0"));
    }

    /** {@code 31 more stages: 12 completed, 19 planned; 240/900 indexes} */
    private static String rest(List<WatchedStage> all, List<WatchedStage> shown) {
        List<WatchedStage> left = new ArrayList<>(all);
        left.removeAll(shown);
        Map<String, Integer> states = new TreeMap<>();
        left.forEach(it -> states.merge(it.state().toLowerCase(Locale.ROOT), 1, Integer::sum));
        return "%d more stages: %s; %d/%d indexes"
                .formatted(
                        left.size(),
                        states.entrySet().stream()
                                .map(it -> it.getValue() + " " + it.getKey())
                                .collect(joining(", ")),
                        left.stream().mapToInt(WatchedStage::ended).sum(),
                        left.stream().mapToInt(WatchedStage::size).sum());
    }

    private static String legend(List<WatchedStage> stages) {
        Set<IndexState> used = EnumSet.allOf(IndexState.class);
        if (stages.stream()
                .allMatch(it -> it.counts().getOrDefault(IndexState.ENDED_BY_POLICY, 0) == 0)) {
            used.remove(IndexState.ENDED_BY_POLICY);
        }
        return used.stream().map(IndexState::legend).collect(joining("  "));
    }
}
