package io.jobarrays.endtoend;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Results that a generated stage may have by the pages of job XML and arrays, compared with the
 * observed ones.
 *
 * <p>Where the order in which indexes end decides, several results are allowed.
 */
final class StageModel {
    private final GeneratedPipeline pipeline;
    private final GeneratedStage stage;
    private final ObservedExecution execution;
    private final ObservedExecution.Stage observed;
    private final List<String> violations = new ArrayList<>();

    private StageModel(
            GeneratedPipeline pipeline, GeneratedStage stage, ObservedExecution execution) {
        this.pipeline = pipeline;
        this.stage = stage;
        this.execution = execution;
        this.observed = execution.stage(stage.id());
    }

    static List<String> violations(
            GeneratedPipeline pipeline, GeneratedStage stage, ObservedExecution execution) {
        StageModel model = new StageModel(pipeline, stage, execution);
        model.check();
        return model.violations;
    }

    private void check() {
        if (!observed.members().keySet().equals(stage.work().keySet())) {
            add("indexes %s exist".formatted(observed.members().keySet()));
            return;
        }
        boolean endsByPolicy =
                observed.members().values().stream()
                        .anyMatch(ObservedExecution.Member::wasEndedByPolicy);
        if (endsByPolicy && !policyMayEndTheRest()) {
            add("indexes are ENDED_BY_POLICY, and no policy says so");
        }
        observed.members().forEach(this::checkMember);
        checkArrayRetries();
        if (stage.policy().barrier()) {
            checkGroup();
        }
        if (!verdicts().contains(observed.exitStatus())) {
            add("is %s, expected %s".formatted(observed.exitStatus(), verdicts()));
        }
    }

    private void checkMember(int index, ObservedExecution.Member member) {
        if (member.attempt() > maxAttempts()) {
            add("index %d has attempt %d".formatted(index, member.attempt()));
        }
        if (!mayBegin(index)) {
            if (!member.exitStatus().equals("NOT_STARTED") && !member.wasEndedByPolicy()) {
                add("index %d is %s, its edges do not hold".formatted(index, member.exitStatus()));
            }
            return;
        }
        Set<String> allowed = new LinkedHashSet<>();
        for (List<String> outcomes : alternatives(index)) {
            allowed.addAll(stage.policy().barrier() ? groupEnds(outcomes) : ends(outcomes));
        }
        String end = member.exitStatus() + " at attempt " + member.attempt();
        if (!allowed.contains(end) && !member.wasEndedByPolicy()) {
            add("index %d is %s, expected %s".formatted(index, end, allowed));
        }
    }

    private int maxAttempts() {
        return 1 + stage.policy().retries();
    }

    private boolean mayBegin(int index) {
        return stage.after().stream().allMatch(edge -> edge.holds(index, execution));
    }

    /** Outcomes of all attempts; several where the file that the work reads may be there or not. */
    private List<List<String>> alternatives(int index) {
        GeneratedWork work = Objects.requireNonNull(stage.work().get(index));
        List<String> outcomes = new ArrayList<>();
        for (int attempt = 1; attempt <= maxAttempts(); attempt++) {
            outcomes.add(status(work.outcome(attempt)));
        }
        List<String> unread = Collections.nCopies(maxAttempts(), "EXIT_1");
        return work.reads()
                .map(
                        file ->
                                switch (fileOf(file)) {
                                    case PRESENT -> List.of(outcomes);
                                    case ABSENT -> List.of(unread);
                                    case UNKNOWN -> List.of(outcomes, unread);
                                })
                .orElse(List.of(outcomes));
    }

    private String status(String outcome) {
        if (outcome.equals(GeneratedWork.NO_OUTPUT)) {
            return stage.collects() && pipeline.requiresOutputs(stage)
                    ? "OUTPUT_MISSING"
                    : GeneratedWork.SUCCESS;
        }
        return outcome;
    }

    private enum Presence {
        PRESENT,
        ABSENT,
        UNKNOWN
    }

    private Presence fileOf(GeneratedWork.InputFile file) {
        ObservedExecution.Stage other = execution.stage(file.stage());
        ObservedExecution.Member member = other.members().get(file.index());
        if (member == null || member.hasFailed()) {
            return Presence.ABSENT;
        }
        GeneratedWork work =
                Objects.requireNonNull(pipeline.stage(file.stage()).work().get(file.index()));
        if (member.wasEndedByPolicy()) {
            return Presence.UNKNOWN;
        }
        return work.outcome(member.attempt()).equals(GeneratedWork.NO_OUTPUT)
                ? Presence.ABSENT
                : Presence.PRESENT;
    }

    /** Ends of an index on its own: the last attempt, or one at which the budget was used up. */
    private Set<String> ends(List<String> outcomes) {
        Set<String> ends = new LinkedHashSet<>();
        int attempt = 1;
        while (attempt < maxAttempts() && stage.policy().retries(outcomes.get(attempt - 1))) {
            if (arrayRetriesAreUsedUp()) {
                ends.add(outcomes.get(attempt - 1) + " at attempt " + attempt);
            }
            attempt++;
        }
        ends.add(outcomes.get(attempt - 1) + " at attempt " + attempt);
        return ends;
    }

    private boolean arrayRetriesAreUsedUp() {
        return stage.policy().arrayRetries().isPresent()
                && retriesOfAll() >= stage.policy().arrayRetries().getAsInt();
    }

    private int retriesOfAll() {
        return observed.members().values().stream()
                .mapToInt(member -> Math.max(0, member.attempt() - 1))
                .sum();
    }

    private void checkArrayRetries() {
        if (!stage.policy().barrier()
                && stage.policy().arrayRetries().isPresent()
                && retriesOfAll() > stage.policy().arrayRetries().getAsInt()) {
            add("its indexes were retried %d times".formatted(retriesOfAll()));
        }
    }

    /** Ends of an index whose attempts are those of all. */
    private Set<String> groupEnds(List<String> outcomes) {
        Set<String> ends = new LinkedHashSet<>();
        for (int attempt = 1; attempt <= maxAttempts(); attempt++) {
            ends.add(outcomes.get(attempt - 1) + " at attempt " + attempt);
        }
        return ends;
    }

    /** All indexes have the same attempt: the first without failure, or the last. */
    private void checkGroup() {
        if (!mayBegin(stage.work().firstKey())) {
            return;
        }
        int expected = 1;
        while (expected < maxAttempts() && failsTogether(expected)) {
            expected++;
        }
        for (Map.Entry<Integer, ObservedExecution.Member> one : observed.members().entrySet()) {
            if (one.getValue().attempt() != expected) {
                add(
                        "index %d has attempt %d, the group %d"
                                .formatted(one.getKey(), one.getValue().attempt(), expected));
            }
        }
    }

    private boolean failsTogether(int attempt) {
        return stage.work().values().stream()
                .anyMatch(work -> stage.policy().retries(status(work.outcome(attempt))));
    }

    private boolean policyMayEndTheRest() {
        GeneratedPolicy policy = stage.policy();
        return failedTooMany()
                || (policy.stopsAll() && !canSucceed())
                || (policy.stopsRest() && hasEnough());
    }

    private boolean failedTooMany() {
        return stage.policy().maxFailed().isPresent()
                && observed.failed() > stage.policy().maxFailed().getAsInt();
    }

    private boolean canSucceed() {
        if (stage.policy().leader().isPresent()) {
            int leader = stage.policy().leader().getAsInt();
            return !Objects.requireNonNull(observed.members().get(leader)).hasFailed();
        }
        int size = observed.members().size();
        return size - observed.failed() >= stage.policy().needed(size);
    }

    private boolean hasEnough() {
        if (stage.policy().leader().isPresent()) {
            return observed.hasSucceeded(stage.policy().leader().getAsInt());
        }
        return observed.succeeded() >= stage.policy().needed(observed.members().size());
    }

    private Set<String> verdicts() {
        int size = observed.members().size();
        String failed = "FAILED_%d_OF_%d".formatted(observed.failed(), size);
        String succeeded =
                observed.succeeded() == size
                        ? "ALL_OK"
                        : "SUCCEEDED_%d_OF_%d".formatted(observed.succeeded(), size);
        if (hasEnough() && failedTooMany() && stage.policy().stopsRest()) {
            return Set.of(succeeded, failed);
        }
        return Set.of(hasEnough() && !failedTooMany() ? succeeded : failed);
    }

    private void add(String sentence) {
        violations.add("stage " + stage.id() + ": " + sentence);
    }
}
