package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.batch.jobxml.xml.Element;
import io.jobarrays.server.batch.jobxml.xml.ElementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/**
 * The five steps of one stage. Each step asks the member table which indexes still need it, so that
 * a restart runs all steps and processes only the missing indexes. The outcome is known in {@code
 * release}, which therefore carries the transitions.
 *
 * @param properties properties of the stage as elements; empty in the form for the engine
 * @param transitions transitions of the author with steps as targets
 * @param next following step, likewise
 */
record StageSteps(
        String stage, List<Element> properties, List<Element> transitions, Optional<String> next) {

    static final String EXECUTION = "#{jobParameters['execution']}";
    private static final String INDEX = "#{partitionPlan['index']}";

    /** Id of the first step of a stage. */
    static String first(String stage) {
        return step(stage, Phase.LAUNCH);
    }

    /** Ids of all steps of a stage. */
    static List<String> ids(String stage) {
        return Arrays.stream(Phase.values()).map(phase -> step(stage, phase)).toList();
    }

    static String step(String stage, Phase phase) {
        return stage + "." + phase.step();
    }

    /**
     * Default transition that fails the job of a failed stage; the author's transitions precede it.
     */
    static List<Element> failures() {
        return List.of(fail("FAILED*"), fail("NOT_VIABLE*"));
    }

    List<Element> tags() {
        List<Element> steps = new ArrayList<>();
        Phase last = Phase.LAUNCH;
        for (Phase phase : EnumSet.complementOf(EnumSet.of(Phase.LAUNCH))) {
            steps.add(continuingStep(last, phase));
            last = phase;
        }
        steps.add(release());
        return steps;
    }

    /** Step that continues with any outcome: the release step must be reached. */
    private Element continuingStep(Phase phase, Phase then) {
        List<Element> children = new ArrayList<>();
        if (phase == Phase.LAUNCH && !properties.isEmpty()) {
            children.add(ElementFactory.properties(properties.toArray(Element[]::new)));
        }
        children.add(batchlet(phase));
        children.add(partition(phase));
        children.add(
                ElementFactory.tag("next", List.of("on", "*", "to", step(stage, then)), List.of()));
        return ElementFactory.tag("step", attributes(phase), children);
    }

    private Element release() {
        List<Element> children = new ArrayList<>();
        children.add(batchlet(Phase.RELEASE));
        children.add(partition(Phase.RELEASE));
        children.addAll(transitions);
        children.addAll(failures());
        List<String> attributes = new ArrayList<>(attributes(Phase.RELEASE));
        if (transitions.stream().anyMatch(one -> one.name().equals("next"))) {
            next.ifPresent(target -> children.add(otherwise(target)));
        } else {
            next.ifPresent(target -> attributes.addAll(List.of("next", target)));
        }
        return ElementFactory.tag("step", attributes, children);
    }

    /** Replaces the attribute {@code next}, which the engine does not take beside such elements. */
    private static Element otherwise(String target) {
        return ElementFactory.tag("next", List.of("on", "*", "to", target), List.of());
    }

    private List<String> attributes(Phase phase) {
        return List.of("id", step(stage, phase), "allow-start-if-complete", "true");
    }

    private Element batchlet(Phase phase) {
        Element properties =
                ElementFactory.properties(
                        ElementFactory.property("execution", EXECUTION),
                        ElementFactory.property("stage", stage),
                        ElementFactory.property("phase", phase.step()),
                        ElementFactory.property("index", INDEX));
        return ElementFactory.tag("batchlet", List.of("ref", "array"), List.of(properties));
    }

    private Element partition(Phase phase) {
        return ElementFactory.tag(
                "partition",
                List.of(),
                List.of(
                        part("mapper", "array-indexes", phase),
                        part("reducer", "array-outcome", phase)));
    }

    private Element part(String tag, String ref, Phase phase) {
        Element properties =
                ElementFactory.properties(
                        ElementFactory.property("execution", EXECUTION),
                        ElementFactory.property("stage", stage),
                        ElementFactory.property("phase", phase.step()));
        return ElementFactory.tag(tag, List.of("ref", ref), List.of(properties));
    }

    private static Element fail(String on) {
        return ElementFactory.tag("fail", List.of("on", on), List.of());
    }
}
