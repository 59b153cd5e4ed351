package io.jobarrays.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** Random pipelines: graphs of stages, decisions, flows and splits. */
final class PipelineGenerator {
    private static final int MAX_DEPTH = 2;

    private final Random random;
    private final StageGenerator stages;
    private final TransitionGenerator transitions;
    private final long seed;
    private int number;

    private PipelineGenerator(long seed, int maxCount) {
        this.seed = seed;
        this.random = new Random(seed);
        this.stages = new StageGenerator(random, maxCount);
        this.transitions = new TransitionGenerator(random);
    }

    /** The same for the same arguments; small pipelines are more frequent than large ones. */
    static GeneratedPipeline of(long seed, int maxStages, int maxCount) {
        PipelineGenerator generator = new PipelineGenerator(seed, maxCount);
        generator.random.nextInt();
        int size = (int) Math.round(Math.pow(maxStages, generator.random.nextDouble()));
        List<GeneratedNode> nodes =
                generator.nodes(size, new Place(0, false, List.of(), List.of()));
        Map<String, String> parameters =
                Map.of("mode", generator.random.nextBoolean() ? "full" : "brief");
        return new GeneratedPipeline(seed, nodes, parameters);
    }

    /**
     * Place of a list of elements.
     *
     * @param inFlow whether a flow is around it
     * @param before stages that have ended when the first element begins
     * @param beside stages of earlier flows of the splits around it
     */
    private record Place(
            int depth, boolean inFlow, List<GeneratedStage> before, List<GeneratedStage> beside) {}

    private List<GeneratedNode> nodes(int size, Place place) {
        List<GeneratedNode> nodes = new ArrayList<>();
        int left = size;
        while (left > 0) {
            GeneratedNode node = node(left, place, nodes);
            left -= (int) node.stages().count();
            nodes.add(node);
        }
        if (random.nextInt(4) == 0) {
            nodes.add(decision());
        }
        return transitions.linked(nodes, place.inFlow());
    }

    private GeneratedNode node(int left, Place place, List<GeneratedNode> nodes) {
        double kind = random.nextDouble();
        boolean afterDecision =
                nodes.isEmpty() || nodes.getLast() instanceof GeneratedNode.Decision;
        if (kind < 0.15 && !afterDecision) {
            return decision();
        }
        Place inner = new Place(place.depth() + 1, true, before(place, nodes), place.beside());
        if (kind < 0.3 && left > 1 && place.depth() < MAX_DEPTH) {
            return split(Math.min(left, 2 + random.nextInt(8)), inner);
        }
        if (kind < 0.38 && place.depth() < MAX_DEPTH) {
            return new GeneratedNode.Flow(
                    name("flow"),
                    nodes(1 + random.nextInt(Math.min(left, 4)), inner),
                    Optional.empty(),
                    List.of());
        }
        return step(place, nodes);
    }

    private GeneratedNode step(Place place, List<GeneratedNode> nodes) {
        List<GeneratedStage> sameFlow =
                nodes.stream()
                        .filter(GeneratedNode.Step.class::isInstance)
                        .flatMap(GeneratedNode::stages)
                        .toList();
        GeneratedStage stage =
                stages.stage(
                        name("stage"),
                        new StageGenerator.Surroundings(
                                before(place, nodes), place.beside(), sameFlow));
        return new GeneratedNode.Step(stage, Optional.empty(), List.of());
    }

    private static List<GeneratedStage> before(Place place, List<GeneratedNode> nodes) {
        return Stream.concat(place.before().stream(), nodes.stream().flatMap(GeneratedNode::stages))
                .toList();
    }

    private GeneratedNode split(int size, Place inner) {
        List<GeneratedNode.Flow> flows = new ArrayList<>();
        List<GeneratedStage> beside = new ArrayList<>(inner.beside());
        int left = size;
        while (left > 0) {
            int share = flows.isEmpty() ? 1 + random.nextInt(left - 1) : 1 + random.nextInt(left);
            List<GeneratedNode> nodes =
                    nodes(
                            share,
                            new Place(inner.depth(), true, inner.before(), List.copyOf(beside)));
            nodes.forEach(node -> node.stages().forEach(beside::add));
            flows.add(new GeneratedNode.Flow(name("flow"), nodes, Optional.empty(), List.of()));
            left -= share;
        }
        return new GeneratedNode.Split(name("split"), flows, Optional.empty());
    }

    private GeneratedNode decision() {
        return switch (random.nextInt(3)) {
            case 0 ->
                    decision(
                            "succeeded-share",
                            Map.of("at-least", 10 * (1 + random.nextInt(10)) + "%"));
            case 1 -> decision("exit-status", Map.of());
            default -> decision("parameter", Map.of("name", "mode"));
        };
    }

    private GeneratedNode decision(String decider, Map<String, String> properties) {
        return new GeneratedNode.Decision(name("decision"), decider, properties, List.of());
    }

    private String name(String kind) {
        number++;
        return "%s%d-p%d".formatted(kind, number, seed);
    }
}
