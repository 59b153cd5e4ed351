package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.contract.Refusal;
import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.arrays.spec.MachinesFlag;
import io.jobarrays.server.batch.jobxml.model.JobDocument;
import io.jobarrays.server.batch.jobxml.model.Node;
import io.jobarrays.server.batch.jobxml.model.Property;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.Position;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Checks stages that run on the machines of an earlier one, once all are planned, and gives them
 * the flags of these machines.
 */
public final class MachinesCheck {
    private final JobDocument job;
    private final StageOrder order;
    private final Findings findings;
    private final Map<String, StagePlan> plans;

    public MachinesCheck(
            JobDocument job, StageOrder order, List<StagePlan> stages, Findings findings) {
        this.job = job;
        this.order = order;
        this.findings = findings;
        this.plans =
                stages.stream().collect(Collectors.toMap(StagePlan::id, one -> one, (a, b) -> a));
    }

    /** All plans, those of such stages with the flags of their machines. */
    public List<StagePlan> resolve(List<StagePlan> stages) {
        for (int i = 0; i < stages.size(); i++) {
            for (StagePlan later : stages.subList(i + 1, stages.size())) {
                requireOrder(stages.get(i), later);
            }
        }
        return stages.stream().map(this::resolve).toList();
    }

    private StagePlan resolve(StagePlan plan) {
        String owner = plan.flags().get(MachinesFlag.NAME);
        if (owner == null || !isPossible(owner, plan)) {
            return plan;
        }
        return Optional.ofNullable(plans.get(owner))
                .flatMap(machines -> withMachines(plan, machines))
                .orElse(plan);
    }

    private boolean isPossible(String owner, StagePlan plan) {
        Optional<String> wrong = Optional.empty();
        if (job.stages().stream().noneMatch(stage -> stage.id().equals(owner))) {
            wrong = Optional.of("%s is no stage of this job".formatted(QuotedText.of(owner)));
        } else if (!order.isBefore(owner, plan.id())) {
            wrong =
                    Optional.of(
                            "%s does not come before %s; name an earlier stage"
                                    .formatted(QuotedText.of(owner), QuotedText.of(plan.id())));
        } else if (plans.containsKey(owner)) {
            wrong = unsuitable(plans.get(owner));
        }
        wrong.ifPresent(sentence -> add(plan, sentence));
        return wrong.isEmpty();
    }

    private static Optional<String> unsuitable(StagePlan owner) {
        String machines = owner.flags().get(MachinesFlag.NAME);
        if (machines != null) {
            return Optional.of(
                    "%s runs on the machines of %s itself; name %s"
                            .formatted(
                                    QuotedText.of(owner.id()),
                                    QuotedText.of(machines),
                                    QuotedText.of(machines)));
        }
        return owner.flags().containsKey("max-concurrent")
                ? Optional.of(
                        "%s has max-concurrent, so its indexes have no machines of their own"
                                .formatted(QuotedText.of(owner.id())))
                : Optional.empty();
    }

    private Optional<StagePlan> withMachines(StagePlan plan, StagePlan owner) {
        Map<String, String> flags = new HashMap<>(plan.flags());
        if (!flags.containsKey("count") && !flags.containsKey("sweep")) {
            copy("count", owner, flags);
            copy("indexes", owner, flags);
        }
        String name = owner.flags().getOrDefault("job-array-name", owner.id());
        Map<String, String> merged = MachinesFlag.withMachines(flags, owner.flags(), name);
        try {
            IndexSet indexes = ArraySpec.of(merged).indexes();
            IndexSet missing =
                    IndexSet.of(
                            indexes.stream()
                                    .filter(index -> !owner.indexes().contains(index))
                                    .boxed()
                                    .toList());
            if (!missing.isEmpty()) {
                add(
                        plan,
                        "%s has no machine for %s: its indexes are %s"
                                .formatted(QuotedText.of(owner.id()), missing, owner.indexes()));
                return Optional.empty();
            }
            return Optional.of(plan.with(merged, indexes));
        } catch (Refusal refusal) {
            add(plan, refusal.sentence());
            return Optional.empty();
        }
    }

    private static void copy(String name, StagePlan owner, Map<String, String> flags) {
        String value = owner.flags().get(name);
        if (value != null && !flags.containsKey(name)) {
            flags.put(name, value);
        } else if (name.equals("count") && value == null) {
            flags.put(name, "" + owner.memberCount());
        }
    }

    /** A machine runs one work at a time. */
    private void requireOrder(StagePlan one, StagePlan other) {
        String machines = one.flags().get(MachinesFlag.NAME);
        if (machines != null
                && machines.equals(other.flags().get(MachinesFlag.NAME))
                && !order.isBefore(one.id(), other.id())
                && !order.isBefore(other.id(), one.id())
                && !order.flowBeside(one.id(), other.id()).isEmpty()) {
            add(
                    other,
                    "%s and %s may run at the same time, and a machine runs one of them; let one follow the other"
                            .formatted(QuotedText.of(one.id()), QuotedText.of(other.id())));
        }
    }

    private void add(StagePlan plan, String sentence) {
        Node.Stage stage =
                job.stages().stream()
                        .filter(one -> one.id().equals(plan.id()))
                        .findFirst()
                        .orElseThrow();
        Position at =
                stage.properties().stream()
                        .filter(property -> property.name().equals(MachinesFlag.NAME))
                        .map(Property::at)
                        .findFirst()
                        .orElse(stage.at());
        findings.add(at, MachinesFlag.NAME + ": " + sentence);
    }
}
