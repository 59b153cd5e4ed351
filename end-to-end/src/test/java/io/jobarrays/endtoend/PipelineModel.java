package io.jobarrays.endtoend;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Course of a generated pipeline by the page of job XML: from the exit statuses of its stages it
 * computes which stages run and how the execution ends.
 *
 * <p>Written from the documents alone, without the code of the server.
 */
final class PipelineModel {
    private static final String ENDED = "";

    private final GeneratedPipeline pipeline;
    private final ObservedExecution observed;
    private final Set<String> running = new LinkedHashSet<>();
    private final Set<String> ends = new LinkedHashSet<>();

    private PipelineModel(GeneratedPipeline pipeline, ObservedExecution observed) {
        this.pipeline = pipeline;
        this.observed = observed;
    }

    /** Differences between model and observation, as sentences. */
    static List<String> violations(GeneratedPipeline pipeline, ObservedExecution observed) {
        return new PipelineModel(pipeline, observed).violations();
    }

    private List<String> violations() {
        List<String> violations = new ArrayList<>();
        if (!run(pipeline.nodes()).failed()) {
            ends.add("COMPLETED COMPLETED");
        }
        if (!running.equals(observed.stages().keySet())) {
            violations.add("ran: %s, expected: %s".formatted(observed.stages().keySet(), running));
        }
        String end = observed.state() + " " + observed.result();
        if (!ends.contains(end)) {
            violations.add("the execution is %s, expected %s".formatted(end, ends));
        }
        pipeline.stages()
                .filter(stage -> observed.stage(stage.id()).ran())
                .forEach(
                        stage ->
                                violations.addAll(
                                        StageModel.violations(pipeline, stage, observed)));
        return violations;
    }

    /**
     * End of a job or flow.
     *
     * @param failed whether the job ends with it
     * @param last the stages that a decision after it sees
     */
    private record Course(boolean failed, List<String> last) {}

    private Course run(List<GeneratedNode> nodes) {
        GeneratedNode node = nodes.getFirst();
        List<String> last = List.of();
        while (true) {
            Course course = course(node, last);
            last = course.last();
            if (course.failed()) {
                return course;
            }
            Optional<String> next = next(node, last);
            if (next.isEmpty()) {
                return new Course(false, last);
            }
            if (next.get().equals(ENDED)) {
                return new Course(true, last);
            }
            node = find(nodes, next.get());
        }
    }

    private static GeneratedNode find(List<GeneratedNode> nodes, String id) {
        return nodes.stream().filter(node -> node.id().equals(id)).findFirst().orElseThrow();
    }

    private Course course(GeneratedNode node, List<String> last) {
        return switch (node) {
            case GeneratedNode.Step step -> {
                running.add(step.id());
                yield new Course(false, List.of(step.id()));
            }
            case GeneratedNode.Decision _ -> new Course(false, last);
            case GeneratedNode.Flow flow -> run(flow.nodes());
            case GeneratedNode.Split split -> {
                List<Course> flows = split.flows().stream().map(flow -> run(flow.nodes())).toList();
                yield new Course(
                        flows.stream().anyMatch(Course::failed),
                        flows.stream().flatMap(flow -> flow.last().stream()).toList());
            }
        };
    }

    /** Id of the next element; {@link #ENDED} when the job ends; empty at the end of the flow. */
    private Optional<String> next(GeneratedNode node, List<String> last) {
        String status = status(node, last);
        Optional<GeneratedTransition> own = GeneratedTransition.first(node.transitions(), status);
        if (own.isPresent()) {
            return Optional.of(follow(own.get()));
        }
        boolean isStep = node instanceof GeneratedNode.Step;
        if (isStep && (status.startsWith("FAILED") || status.startsWith("NOT_VIABLE"))) {
            ends.add("FAILED FAILED");
            return Optional.of(ENDED);
        }
        return node.next();
    }

    private String follow(GeneratedTransition transition) {
        String state =
                switch (transition.kind()) {
                    case NEXT -> "";
                    case FAIL -> "FAILED";
                    case STOP -> "STOPPED";
                    case END -> "COMPLETED";
                };
        if (state.isEmpty()) {
            return transition.to().orElseThrow();
        }
        ends.add(state + " " + transition.exitStatus().orElse(state));
        return ENDED;
    }

    private String status(GeneratedNode node, List<String> last) {
        return switch (node) {
            case GeneratedNode.Decision decision -> answer(decision, last);
            case GeneratedNode.Split _ -> "";
            case GeneratedNode.Step _, GeneratedNode.Flow _ ->
                    observed.stage(last.getLast()).exitStatus();
        };
    }

    private String answer(GeneratedNode.Decision decision, List<String> last) {
        return switch (decision.decider()) {
            case "parameter" ->
                    pipeline.parameters()
                            .getOrDefault(decision.properties().getOrDefault("name", ""), "");
            case "exit-status" ->
                    last.stream()
                            .map(stage -> observed.stage(stage).exitStatus())
                            .filter(status -> !status.equals("ALL_OK"))
                            .findFirst()
                            .orElse("ALL_OK");
            case "succeeded-share" -> {
                String percent =
                        decision.properties().getOrDefault("at-least", "").replace("%", "");
                yield last.stream().allMatch(stage -> isShare(stage, Integer.parseInt(percent)))
                        ? "ENOUGH"
                        : "TOO_FEW";
            }
            default -> throw new IllegalArgumentException(decision.decider());
        };
    }

    private boolean isShare(String stage, int percent) {
        ObservedExecution.Stage one = observed.stage(stage);
        return one.succeeded() * 100 >= percent * one.members().size();
    }
}
