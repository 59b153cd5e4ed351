package io.jobarrays.server.batch.engine;

import java.util.List;
import java.util.stream.Stream;
import org.jberet.job.model.Decision;
import org.jberet.job.model.Flow;
import org.jberet.job.model.InheritableJobElement;
import org.jberet.job.model.Job;
import org.jberet.job.model.JobElement;
import org.jberet.job.model.Split;
import org.jberet.job.model.Transition;
import org.jspecify.annotations.Nullable;

/**
 * Result of an execution: the {@code exit-status} of the transition that ended it, else its state.
 *
 * <p>JBeret also keeps the answer of the last decider as the exit status of the job, which would
 * call a failed execution {@code ENOUGH}.
 */
final class ExecutionResult {
    private ExecutionResult() {}

    /**
     * @param exitStatus of the job in JBeret
     */
    static String of(Job job, String state, @Nullable String exitStatus) {
        boolean declared =
                transitions(job.getJobElements())
                        .anyMatch(transition -> declares(transition, exitStatus));
        return exitStatus != null && declared ? exitStatus : state;
    }

    private static boolean declares(Transition<?> transition, @Nullable String exitStatus) {
        return transition instanceof Transition.Termination<?> end
                && end.getExitStatus() != null
                && end.getExitStatus().equals(exitStatus);
    }

    private static Stream<Transition<?>> transitions(List<? extends JobElement> elements) {
        return elements.stream()
                .flatMap(element -> Stream.concat(own(element), transitions(inner(element))));
    }

    private static List<? extends JobElement> inner(JobElement element) {
        return switch (element) {
            case Flow flow -> flow.getJobElements();
            case Split split -> split.getFlows();
            default -> List.of();
        };
    }

    private static Stream<Transition<?>> own(JobElement element) {
        List<?> transitions =
                switch (element) {
                    case Decision decision -> decision.getTransitionElements();
                    case InheritableJobElement other -> other.getTransitionElements();
                    default -> List.of();
                };
        return transitions.stream().map(transition -> (Transition<?>) transition);
    }
}
