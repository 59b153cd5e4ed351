package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.arrays.spec.Phase;
import io.jobarrays.server.batch.jobxml.xml.Element;
import io.jobarrays.server.batch.jobxml.xml.ElementFactory;
import io.jobarrays.server.batch.jobxml.xml.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** Recognises the five steps of an expanded stage and converts them back to the stage. */
final class ExpandedForm {
    private static final int STEPS = Phase.values().length;
    private static final String FIRST = "." + Phase.LAUNCH.step();

    private ExpandedForm() {}

    /** The elements with each complete group of five steps replaced by one step. */
    static List<Element> contracted(List<Element> elements) {
        List<Element> result = new ArrayList<>();
        for (int i = 0; i < elements.size(); ) {
            Optional<Element> stage =
                    stage(elements.subList(i, Math.min(i + STEPS, elements.size())));
            result.add(stage.orElse(elements.get(i)));
            i += stage.isPresent() ? STEPS : 1;
        }
        return result;
    }

    private static Optional<Element> stage(List<Element> steps) {
        Element launch = steps.getFirst();
        if (steps.size() < STEPS || !launch.name().equals("step")) {
            return Optional.empty();
        }
        if (!launch.text("id").endsWith(FIRST)) {
            return Optional.empty();
        }
        Element release = steps.getLast();
        StageSteps candidate =
                new StageSteps(
                        target(launch.text("id")),
                        launch.child("properties").map(Element::children).orElse(List.of()),
                        authorsTransitions(release),
                        next(release));
        List<Element> written = candidate.tags();
        for (int i = 0; i < STEPS; i++) {
            if (!written.get(i).equalsIgnoringPosition(steps.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(plain(candidate, launch.at()));
    }

    private static List<Element> authorsTransitions(Element release) {
        List<Element> all = transitions(release);
        int generated = StageSteps.failures().size() + (endsWithNext(all) ? 1 : 0);
        return all.subList(0, Math.max(0, all.size() - generated));
    }

    private static Optional<String> next(Element release) {
        List<Element> all = transitions(release);
        return endsWithNext(all) ? all.getLast().attribute("to") : release.attribute("next");
    }

    /** The last one is {@code next} of the author as an element: the generated ones come before. */
    private static boolean endsWithNext(List<Element> transitions) {
        return !transitions.isEmpty() && transitions.getLast().name().equals("next");
    }

    private static List<Element> transitions(Element release) {
        return release.children().stream()
                .filter(child -> Transition.Kind.of(child.name()).isPresent())
                .toList();
    }

    private static Element plain(StageSteps steps, Position at) {
        SequencedMap<String, String> attributes = new LinkedHashMap<>();
        attributes.put("id", steps.stage());
        steps.next().ifPresent(next -> attributes.put("next", next));
        List<Element> children = new ArrayList<>();
        children.add(ElementFactory.properties(steps.properties().toArray(Element[]::new)));
        children.add(ElementFactory.tag("batchlet", List.of("ref", "array"), List.of()));
        children.addAll(steps.transitions());
        return new Element(Element.JAKARTA, "step", attributes, children, at);
    }

    /** Node named by {@code next}, {@code to} or {@code restart} in either form. */
    static String target(String id) {
        return id.endsWith(FIRST) ? id.substring(0, id.length() - FIRST.length()) : id;
    }
}
