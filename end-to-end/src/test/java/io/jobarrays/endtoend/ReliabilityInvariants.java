package io.jobarrays.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Invariants of an array that has ended, whatever failed meanwhile. Its work prints {@link #BEGUN}
 * first and {@link #DONE} last.
 */
final class ReliabilityInvariants {
    static final String BEGUN = "begun";
    static final String DONE = "done";

    private final JsonNode array;
    private final List<LaunchedInstance> instances;
    private final TestArray reader;
    private final Set<String> killed;
    private final List<String> violations = new ArrayList<>();

    private ReliabilityInvariants(
            JsonNode array,
            List<LaunchedInstance> instances,
            TestArray reader,
            Set<String> killed) {
        this.array = array;
        this.instances = instances;
        this.reader = reader;
        this.killed = killed;
    }

    /**
     * Sentences that name what is violated.
     *
     * @param restartsTogether a retry runs all members again, those that had ended too
     * @param killed instances that the test has terminated: what their work did between its last
     *     line and the receipt of its outputs and exit is lost, so that it may run again
     */
    static List<String> violations(
            TestControlPlane plane,
            AwsCli aws,
            String name,
            boolean restartsTogether,
            Set<String> killed) {
        TestArray reader = new TestArray(plane, name);
        JsonNode array = reader.view();
        List<LaunchedInstance> instances =
                LaunchedInstance.of(aws, new TestCloud(plane), array.path("id").asText());
        ReliabilityInvariants check = new ReliabilityInvariants(array, instances, reader, killed);
        check.oneLiveInstancePerIndex();
        check.noInstanceIsLeft();
        check.workBeginsOncePerAttempt(restartsTogether);
        check.everyEndHasAReason();
        return check.violations;
    }

    private void oneLiveInstancePerIndex() {
        Map<Integer, List<LaunchedInstance>> ofIndex =
                instances.stream()
                        .collect(
                                Collectors.groupingBy(
                                        LaunchedInstance::index,
                                        TreeMap::new,
                                        Collectors.toList()));
        ofIndex.forEach(
                (index, all) -> {
                    all.sort(Comparator.comparing(LaunchedInstance::launched));
                    for (int i = 1; i < all.size(); i++) {
                        if (all.get(i).launched().isBefore(all.get(i - 1).ending())) {
                            violated(
                                    index,
                                    "%s was launched at %s, before %s began to end at %s"
                                            .formatted(
                                                    all.get(i).id(),
                                                    all.get(i).launched(),
                                                    all.get(i - 1).id(),
                                                    all.get(i - 1).ending()));
                        }
                    }
                });
    }

    private void noInstanceIsLeft() {
        instances.stream()
                .filter(LaunchedInstance::live)
                .forEach(one -> violated(one.index(), "%s is %s".formatted(one.id(), one.state())));
    }

    private void workBeginsOncePerAttempt(boolean restartsTogether) {
        for (JsonNode member : array.path("members")) {
            int index = member.path("index").asInt();
            String log = reader.log(index);
            int begun = count(log, BEGUN);
            int attempts = member.path("attempt").asInt();
            if (begun > attempts) {
                violated(
                        index, "its work began %d times in %d attempts".formatted(begun, attempts));
            }
            if (!restartsTogether && count(log, DONE) > 1 + killed(index)) {
                violated(index, "its work was completed %d times".formatted(count(log, DONE)));
            }
            if (member.path("exit_status").asText().equals("EXIT_0") && count(log, DONE) == 0) {
                violated(index, "EXIT_0, but its log has no \"%s\"".formatted(DONE));
            }
        }
    }

    private long killed(int index) {
        return instances.stream()
                .filter(one -> one.index() == index && killed.contains(one.id()))
                .count();
    }

    private void everyEndHasAReason() {
        if (!array.path("exit_code").isNumber()) {
            violations.add(
                    "array: %s without an exit code".formatted(array.path("state").asText()));
        }
        for (JsonNode member : array.path("members")) {
            String exit = member.path("exit_status").asText();
            boolean ofWork = exit.startsWith("EXIT_") || exit.startsWith("SIGNAL_");
            if (exit.equals("null") || exit.isEmpty()) {
                violated(member.path("index").asInt(), "it has no exit status");
            } else if (!ofWork && member.path("reason").asText("null").equals("null")) {
                violated(member.path("index").asInt(), "%s has no reason".formatted(exit));
            }
        }
    }

    private void violated(int index, String sentence) {
        violations.add("[%d]: %s".formatted(index, sentence));
    }

    private static int count(String log, String line) {
        return (int)
                Pattern.compile("^" + line + "$", Pattern.MULTILINE).matcher(log).results().count();
    }
}
