package io.jobarrays.server.batch.jobxml.model;

import io.jobarrays.server.batch.jobxml.xml.Element;
import io.jobarrays.server.batch.jobxml.xml.ElementFactory;
import io.jobarrays.server.batch.jobxml.xml.ElementWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Expands every stage of a job to its five steps: once with all properties for readers, once for
 * the batch engine with ids and without text of the user.
 */
public final class Expansion {
    private final JobDocument job;
    private final boolean readableXml;
    private final Set<String> stages;

    private Expansion(JobDocument job, boolean readable) {
        this.job = job;
        this.readableXml = readable;
        this.stages = job.stages().stream().map(Node.Stage::id).collect(Collectors.toSet());
    }

    public static String readableXml(JobDocument job) {
        return ElementWriter.write(new Expansion(job, true).job(job.id()));
    }

    /**
     * @param id name of this version of the job in the engine
     */
    public static String engineXml(JobDocument job, String id) {
        return ElementWriter.write(new Expansion(job, false).job(id));
    }

    private Element job(String id) {
        List<String> attributes = new ArrayList<>(List.of("id", id, "version", "2.0"));
        List<Element> children = new ArrayList<>();
        if (readableXml) {
            if (!job.restartable()) {
                attributes.addAll(List.of("restartable", "false"));
            }
            children.addAll(properties(job.properties()));
        }
        job.nodes().forEach(node -> children.addAll(node(node)));
        return ElementFactory.tag("job", attributes, children);
    }

    private List<Element> node(Node node) {
        return switch (node) {
            case Node.Stage stage -> stage(stage);
            case Node.Flow flow -> List.of(container("flow", flow));
            case Node.Split split -> List.of(container("split", split));
            case Node.Decision decision -> List.of(decision(decision));
        };
    }

    private List<Element> stage(Node.Stage stage) {
        List<Element> properties =
                readableXml
                        ? stage.properties().stream().map(Expansion::property).toList()
                        : List.of();
        return new StageSteps(
                        stage.id(), properties, transitions(stage), stage.next().map(this::target))
                .tags();
    }

    private Element container(String tag, Node node) {
        List<Element> children = new ArrayList<>();
        node.inner().forEach(inner -> children.addAll(node(inner)));
        children.addAll(transitions(node));
        return ElementFactory.tag(tag, attributes(node), children);
    }

    private Element decision(Node.Decision decision) {
        List<Element> children =
                new ArrayList<>(
                        readableXml
                                ? properties(decision.properties())
                                : List.of(
                                        ElementFactory.properties(
                                                ElementFactory.property(
                                                        "execution", StageSteps.EXECUTION),
                                                ElementFactory.property(
                                                        "decision", decision.id()))));
        children.addAll(transitions(decision));
        return ElementFactory.tag(
                "decision", List.of("id", decision.id(), "ref", decision.decider()), children);
    }

    private List<String> attributes(Node node) {
        return Stream.concat(
                        Stream.of("id", node.id()),
                        node.next().map(this::target).stream()
                                .flatMap(next -> Stream.of("next", next)))
                .toList();
    }

    private List<Element> transitions(Node node) {
        return node.transitions().stream().map(this::transition).toList();
    }

    private Element transition(Transition transition) {
        List<String> attributes = new ArrayList<>(List.of("on", transition.on()));
        Transition.Kind kind = transition.kind();
        transition
                .target()
                .ifPresent(to -> attributes.addAll(List.of(kind.targetAttribute(), target(to))));
        transition
                .exitStatus()
                .ifPresent(status -> attributes.addAll(List.of("exit-status", status)));
        return ElementFactory.tag(kind.tag(), attributes, List.of());
    }

    private String target(String id) {
        return stages.contains(id) ? StageSteps.first(id) : id;
    }

    private static List<Element> properties(List<Property> properties) {
        return Optional.of(properties.stream().map(Expansion::property).toArray(Element[]::new))
                .filter(tags -> tags.length > 0)
                .map(tags -> List.of(ElementFactory.properties(tags)))
                .orElse(List.of());
    }

    private static Element property(Property property) {
        return ElementFactory.property(property.name(), property.value());
    }
}
