package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Element;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.Position;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads {@code next}, {@code stop}, {@code fail} and {@code end} of a step, flow or decision. */
final class TransitionReader {
    /** Patterns that JBeret converts to a regular expression as the specification says. */
    private static final Pattern PATTERN =
            Pattern.compile("[A-Za-z0-9_:.,= -]*([*?][A-Za-z0-9_:.,= -]*){0,4}");

    private final Findings findings;

    TransitionReader(Findings findings) {
        this.findings = findings;
    }

    /**
     * @param inFlow whether the element is inside a flow, where {@code end} would end the flow and
     *     not the job
     */
    List<Transition> of(Element owner, boolean inFlow) {
        List<Transition> transitions = new ArrayList<>();
        for (Element child : owner.children()) {
            Transition.Kind.of(child.name())
                    .ifPresent(kind -> transitions.add(transition(kind, child, inFlow)));
        }
        owner.attribute("next")
                .filter(next -> owner.name().equals("flow"))
                .filter(next -> transitions.stream().anyMatch(TransitionReader::leadsOn))
                .ifPresent(next -> refuseBoth(owner, next));
        return transitions;
    }

    private static boolean leadsOn(Transition transition) {
        return transition.kind() == Transition.Kind.NEXT;
    }

    /** The batch engine takes one of them; a stage gets its {@code next} as a last transition. */
    private void refuseBoth(Element owner, String next) {
        findings.add(
                owner.at(),
                "%s %s: next=%s and <next on=…> contradict each other; write <next on=\"*\" to=%s/> as the last transition instead of the attribute"
                        .formatted(
                                owner.name(),
                                QuotedText.of(owner.text("id")),
                                QuotedText.of(next),
                                QuotedText.of(next)));
    }

    private Transition transition(Transition.Kind kind, Element tag, boolean inFlow) {
        if (kind == Transition.Kind.END && inFlow) {
            findings.add(
                    tag.at(),
                    "end inside a flow does not end the job; write it as the flow's own transition");
        }
        tag.attributes().forEach((name, value) -> refuseExpression(tag.at(), name, value));
        if (!PATTERN.matcher(tag.text("on")).matches()) {
            findings.add(
                    tag.at(),
                    ("on: %s is no pattern; write letters, digits, _ - : . , = and at most four"
                                    + " wildcards * and ?")
                            .formatted(QuotedText.of(tag.text("on"))));
        }
        Optional<String> target =
                kind.targetAttribute().isEmpty()
                        ? Optional.empty()
                        : tag.attribute(kind.targetAttribute()).map(ExpandedForm::target);
        return new Transition(kind, tag.text("on"), target, tag.attribute("exit-status"), tag.at());
    }

    void refuseExpression(Position at, String attribute, String text) {
        if (text.contains("#{")) {
            findings.add(
                    at,
                    "%s: %s; expressions stand in the values of properties only"
                            .formatted(attribute, QuotedText.of(text)));
        }
    }
}
