package io.jobarrays.server.batch.deciders;

import jakarta.batch.runtime.StepExecution;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jberet.job.model.Flow;
import org.jberet.job.model.JobElement;
import org.jberet.job.model.Split;

/**
 * Last steps before a decision: one, or after a split one of each flow.
 *
 * <p>JBeret 3.1 hands a decision the last step that is an element of the flow before it: none, or
 * an earlier one, when the flow ends with another flow or a split.
 *
 * @param ran steps of the execution, in the order of their start
 */
record PrecedingSteps(List<StepExecution> ran) {

    /**
     * @param elements of the job
     */
    List<StepExecution> of(String decision, List<JobElement> elements) {
        return listOf(decision, elements).map(this::last).orElse(List.of());
    }

    /** Elements of the job or flow that the decision is in. */
    private static Optional<List<JobElement>> listOf(String decision, List<JobElement> elements) {
        if (elements.stream().anyMatch(element -> element.getId().equals(decision))) {
            return Optional.of(elements);
        }
        return flows(elements)
                .flatMap(flow -> listOf(decision, flow.getJobElements()).stream())
                .findFirst();
    }

    private static Stream<Flow> flows(List<JobElement> elements) {
        return elements.stream()
                .flatMap(
                        element ->
                                switch (element) {
                                    case Flow flow -> Stream.of(flow);
                                    case Split split -> split.getFlows().stream();
                                    default -> Stream.empty();
                                });
    }

    /** Elements of one list run one after another. */
    private List<StepExecution> last(List<JobElement> elements) {
        return elements.stream()
                .filter(element -> lastPlace(element) >= 0)
                .max(Comparator.comparing(this::lastPlace))
                .map(this::lastOf)
                .orElse(List.of());
    }

    private List<StepExecution> lastOf(JobElement element) {
        return switch (element) {
            case Flow flow -> last(flow.getJobElements());
            case Split split -> {
                List<StepExecution> steps = new ArrayList<>();
                split.getFlows().forEach(flow -> steps.addAll(last(flow.getJobElements())));
                yield steps;
            }
            default -> List.of(ran.get(lastPlace(element)));
        };
    }

    /** Place of the last step of the element among those that ran; below zero: none ran. */
    private int lastPlace(JobElement element) {
        return switch (element) {
            case Flow flow -> lastPlace(flow.getJobElements());
            case Split split ->
                    split.getFlows().stream().mapToInt(this::lastPlace).max().orElse(-1);
            default -> {
                int place = ran.size() - 1;
                while (place >= 0 && !ran.get(place).getStepName().equals(element.getId())) {
                    place--;
                }
                yield place;
            }
        };
    }

    private int lastPlace(List<JobElement> elements) {
        return elements.stream().mapToInt(this::lastPlace).max().orElse(-1);
    }
}
