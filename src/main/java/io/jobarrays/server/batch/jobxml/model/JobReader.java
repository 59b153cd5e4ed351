package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Element;
import io.jobarrays.server.batch.jobxml.xml.Findings;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads elements into a job; refuses artifacts and attributes that this engine does not run. */
public final class JobReader {
    static final Set<String> DECIDERS = Set.of("succeeded-share", "exit-status", "parameter");
    static final Pattern JOB_ID = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,63}");
    private static final Set<String> STEP_LIMITS = Set.of("start-limit", "allow-start-if-complete");

    private final Findings findings;
    private final TransitionReader transitions;

    private JobReader(Findings findings) {
        this.findings = findings;
        this.transitions = new TransitionReader(findings);
    }

    public static JobDocument read(Element root, Findings findings) {
        return new JobReader(findings).job(root);
    }

    private JobDocument job(Element job) {
        String id = job.text("id");
        if (!JOB_ID.matcher(id).matches()) {
            findings.add(
                    job.at(),
                    ("job id: %s is not taken; write up to 64 letters, digits, _ . and -, a letter"
                                    + " or _ first")
                            .formatted(QuotedText.of(id)));
        }
        refuse(job, "listeners", "a job's listeners are not run; leave them out");
        List<Node> nodes = nodes(job, false);
        if (nodes.isEmpty()) {
            findings.add(job.at(), "the job %s has no step".formatted(QuotedText.of(id)));
        }
        JobDocument read = new JobDocument(id, restartable(job), properties(job), nodes, job.at());
        refuseIdOfStep(read);
        return read;
    }

    /** Ids are unique in the expanded form, too. */
    private void refuseIdOfStep(JobDocument job) {
        job.stages().stream()
                .filter(stage -> StageSteps.ids(stage.id()).contains(job.id()))
                .forEach(
                        stage ->
                                findings.add(
                                        job.at(),
                                        "job id: %s is a step that the stage %s becomes; take another id"
                                                .formatted(
                                                        QuotedText.of(job.id()),
                                                        QuotedText.of(stage.id()))));
    }

    private boolean restartable(Element job) {
        String restartable = job.attribute("restartable").orElse("true");
        if (restartable.contains("#{")) {
            transitions.refuseExpression(job.at(), "restartable", restartable);
        } else if (!restartable.equals("true") && !restartable.equals("false")) {
            findings.add(
                    job.at(),
                    "restartable: %s is neither true nor false"
                            .formatted(QuotedText.of(restartable)));
        }
        return !restartable.equals("false");
    }

    private List<Node> nodes(Element parent, boolean inFlow) {
        List<Node> nodes = new ArrayList<>();
        List<Element> children = ExpandedForm.contracted(parent.children());
        for (Element child : children) {
            switch (child.name()) {
                case "step" -> nodes.add(stage(child, inFlow));
                case "flow" -> nodes.add(flow(child, inFlow));
                case "split" -> nodes.add(split(child));
                case "decision" -> nodes.add(decision(child, inFlow));
                default -> {}
            }
        }
        return nodes;
    }

    private Node stage(Element step, boolean inFlow) {
        String id = id(step);
        for (String limit : STEP_LIMITS) {
            if (step.attribute(limit).isPresent()) {
                findings.add(
                        step.at(),
                        "step %s: %s is not taken; what is finished is never run again anyway"
                                .formatted(QuotedText.of(id), limit));
            }
        }
        refuse(step, "listeners", "a step's listeners are not run; leave them out");
        refuse(step, "chunk", "a stage runs machines, not chunks; write <batchlet ref=\"array\"/>");
        refuse(step, "partition", "a stage is partitioned by its count; leave partition out");
        Optional<Element> batchlet = step.child("batchlet");
        if (batchlet.isEmpty() && step.child("chunk").isEmpty()) {
            findings.add(
                    step.at(),
                    "step %s has no <batchlet ref=\"array\"/>".formatted(QuotedText.of(id)));
        }
        batchlet.ifPresent(this::checkBatchlet);
        return new Node.Stage(
                id, properties(step), next(step), transitions.of(step, inFlow), step.at());
    }

    private void checkBatchlet(Element batchlet) {
        if (!batchlet.text("ref").equals("array")) {
            findings.add(
                    batchlet.at(),
                    "batchlet %s is not run here; write ref=\"array\""
                            .formatted(QuotedText.of(batchlet.text("ref"))));
        }
        if (!properties(batchlet).isEmpty()) {
            findings.add(batchlet.at(), "the batchlet takes no properties; write them on its step");
        }
    }

    private Node flow(Element flow, boolean inFlow) {
        List<Node> nodes = nodes(flow, true);
        if (nodes.isEmpty()) {
            findings.add(
                    flow.at(), "the flow %s has no step".formatted(QuotedText.of(flow.text("id"))));
        }
        return new Node.Flow(id(flow), nodes, next(flow), transitions.of(flow, inFlow), flow.at());
    }

    private Node split(Element split) {
        List<Node> flows = new ArrayList<>();
        split.children("flow").map(one -> flow(one, true)).forEach(flows::add);
        if (flows.isEmpty()) {
            findings.add(
                    split.at(),
                    "the split %s has no flow".formatted(QuotedText.of(split.text("id"))));
        }
        for (Node flow : flows) {
            if (flow.next().isPresent() || !flow.transitions().isEmpty()) {
                findings.add(
                        flow.at(),
                        "the flow %s goes where its split goes; leave its next and transitions out"
                                .formatted(QuotedText.of(flow.id())));
            }
        }
        return new Node.Split(id(split), flows, next(split), split.at());
    }

    private Node decision(Element decision, boolean inFlow) {
        String decider = decision.text("ref");
        if (!DECIDERS.contains(decider)) {
            findings.add(
                    decision.at(),
                    "decider %s is not known; write succeeded-share, exit-status or parameter"
                            .formatted(QuotedText.of(decider)));
        }
        return new Node.Decision(
                id(decision),
                decider,
                properties(decision),
                transitions.of(decision, inFlow),
                decision.at());
    }

    private String id(Element element) {
        String id = element.text("id");
        if (id.contains(".")) {
            findings.add(
                    element.at(),
                    "%s %s: a dot in an id is kept for the steps a stage becomes"
                            .formatted(element.name(), QuotedText.of(id)));
        }
        return id;
    }

    private Optional<String> next(Element element) {
        Optional<String> next = element.attribute("next");
        next.ifPresent(text -> transitions.refuseExpression(element.at(), "next", text));
        return next.map(ExpandedForm::target);
    }

    private List<Property> properties(Element owner) {
        owner.child("properties")
                .filter(list -> list.attribute("partition").isPresent())
                .ifPresent(
                        list ->
                                findings.add(
                                        list.at(),
                                        "properties of a partition are not read; leave partition out"));
        return owner.child("properties").stream()
                .flatMap(list -> list.children("property"))
                .map(one -> new Property(one.text("name"), one.text("value"), one.at()))
                .toList();
    }

    private void refuse(Element parent, String child, String message) {
        parent.child(child).ifPresent(found -> findings.add(found.at(), message));
    }
}
