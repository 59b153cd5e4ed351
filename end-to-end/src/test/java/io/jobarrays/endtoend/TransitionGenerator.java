package io.jobarrays.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** Random transitions of a job or flow; each element can be reached from the one before it. */
final class TransitionGenerator {
    private static final List<String> STATUSES =
            List.of(
                    "ALL_OK",
                    "ALL*",
                    "FAILED*",
                    "FAILED_1_OF_*",
                    "FAILED_?_OF_?",
                    "FAILED_*_OF_??",
                    "SUCCEEDED*",
                    "*_OF_1",
                    "S*D_?_OF*",
                    "NOT_VIABLE*");

    private final Random random;

    TransitionGenerator(Random random) {
        this.random = random;
    }

    List<GeneratedNode> linked(List<GeneratedNode> nodes, boolean inFlow) {
        List<GeneratedNode> linked = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            linked.add(linked(nodes, i, inFlow));
        }
        return linked;
    }

    private GeneratedNode linked(List<GeneratedNode> nodes, int at, boolean inFlow) {
        Optional<String> next =
                at + 1 < nodes.size() ? Optional.of(nodes.get(at + 1).id()) : Optional.empty();
        return switch (nodes.get(at)) {
            case GeneratedNode.Step step -> {
                List<GeneratedTransition> own = ofStep(nodes, at, inFlow);
                boolean all = own.stream().anyMatch(transition -> transition.on().equals("*"));
                yield new GeneratedNode.Step(step.stage(), all ? Optional.empty() : next, own);
            }
            case GeneratedNode.Decision decision ->
                    new GeneratedNode.Decision(
                            decision.id(),
                            decision.decider(),
                            decision.properties(),
                            ofDecision(decision, nodes, at, inFlow));
            case GeneratedNode.Flow flow -> {
                List<GeneratedTransition> own = ofFlow(flow, nodes, at, inFlow);
                yield new GeneratedNode.Flow(
                        flow.id(), flow.nodes(), own.isEmpty() ? next : Optional.empty(), own);
            }
            case GeneratedNode.Split split ->
                    new GeneratedNode.Split(split.id(), split.flows(), next);
        };
    }

    private List<GeneratedTransition> ofStep(List<GeneratedNode> nodes, int at, boolean inFlow) {
        List<GeneratedTransition> all = new ArrayList<>();
        if (random.nextInt(10) < 4) {
            some(STATUSES, 1 + random.nextInt(3), nodes, at, inFlow, all);
        }
        boolean hasNext = at + 1 < nodes.size();
        boolean judged = hasNext && nodes.get(at + 1) instanceof GeneratedNode.Decision;
        if (hasNext && random.nextInt(10) < (judged ? 8 : 3)) {
            all.add(GeneratedTransition.next("*", nodes.get(at + 1).id()));
        }
        return all;
    }

    /** None where several stages are the last, or a decision. */
    private List<GeneratedTransition> ofFlow(
            GeneratedNode.Flow flow, List<GeneratedNode> nodes, int at, boolean inFlow) {
        List<GeneratedTransition> all = new ArrayList<>();
        boolean single = flow.nodes().stream().allMatch(TransitionGenerator::isOfSteps);
        if (single && random.nextInt(10) < 5) {
            some(STATUSES, 1 + random.nextInt(3), nodes, at, inFlow, all);
            if (at + 1 < nodes.size()) {
                all.add(GeneratedTransition.next("*", nodes.get(at + 1).id()));
            }
        }
        return all;
    }

    private static boolean isOfSteps(GeneratedNode node) {
        return switch (node) {
            case GeneratedNode.Step _ -> true;
            case GeneratedNode.Flow flow ->
                    flow.nodes().stream().allMatch(TransitionGenerator::isOfSteps);
            case GeneratedNode.Split _, GeneratedNode.Decision _ -> false;
        };
    }

    private List<GeneratedTransition> ofDecision(
            GeneratedNode.Decision decision, List<GeneratedNode> nodes, int at, boolean inFlow) {
        List<String> answers =
                switch (decision.decider()) {
                    case "succeeded-share" -> List.of("ENOUGH", "TOO_FEW", "TOO*");
                    case "parameter" -> List.of("full", "b*f", "????");
                    default -> STATUSES;
                };
        List<GeneratedTransition> all = new ArrayList<>();
        some(answers, 1 + random.nextInt(2), nodes, at, inFlow, all);
        if (at + 1 < nodes.size()) {
            all.add(GeneratedTransition.next("*", nodes.get(at + 1).id()));
        }
        return all;
    }

    private void some(
            List<String> statuses,
            int number,
            List<GeneratedNode> nodes,
            int at,
            boolean inFlow,
            List<GeneratedTransition> all) {
        List<String> left = new ArrayList<>(statuses);
        for (int i = 0; i < number; i++) {
            String on = left.remove(random.nextInt(left.size()));
            all.add(one(on, nodes, at, inFlow));
        }
    }

    private GeneratedTransition one(String on, List<GeneratedNode> nodes, int at, boolean inFlow) {
        Optional<String> exitStatus =
                random.nextBoolean() ? Optional.of("SAYS_" + random.nextInt(10)) : Optional.empty();
        int kind = random.nextInt(10);
        if (kind < 5 && at + 1 < nodes.size()) {
            int to = at + 1 + random.nextInt(nodes.size() - at - 1);
            return GeneratedTransition.next(on, nodes.get(to).id());
        }
        if (kind < 7 && !inFlow) {
            return GeneratedTransition.end(on, exitStatus);
        }
        if (kind < 8 && !inFlow) {
            return GeneratedTransition.stop(on, nodes.getFirst().id(), exitStatus);
        }
        return GeneratedTransition.fail(on, exitStatus);
    }
}
