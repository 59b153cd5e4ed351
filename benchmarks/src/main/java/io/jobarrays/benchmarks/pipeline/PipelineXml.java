package io.jobarrays.benchmarks.pipeline;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Job XML of the pipelines that are measured; their work is written for scale mode. */
final class PipelineXml {
    /** Members that end in one second. */
    private static final int ENDS_PER_SECOND = 4;

    /** Until all members wait. */
    private static final int FIRST_END_SECONDS = 6;

    private PipelineXml() {}

    /** Stages one after the other. */
    static String chain(String name, int stages, int count) {
        return job(
                name,
                IntStream.range(0, stages)
                        .mapToObj(
                                stage -> step(name, stage, stages, properties(count, "echo there")))
                        .collect(Collectors.joining("\n")));
    }

    /** Stages one after the other on the machines of the first. */
    static String chainOnSameMachines(String name, int stages, int count) {
        return job(
                name,
                IntStream.range(0, stages)
                        .mapToObj(
                                stage -> {
                                    Map<String, String> properties = work("echo there");
                                    if (stage == 0) {
                                        properties.putAll(machines(count));
                                    } else {
                                        properties.put("machines", name + "-0");
                                    }
                                    return step(name, stage, stages, properties);
                                })
                        .collect(Collectors.joining("\n")));
    }

    /** Two stages at the same time; each index of the second waits for that index of the first. */
    static String elementWise(String name, int count) {
        String ends =
                IntStream.range(0, count)
                        .mapToObj(index -> "on %d: sleep %ds".formatted(index, endSecond(index)))
                        .collect(Collectors.joining("; "));
        Map<String, String> first = properties(count, ends + "; echo end");
        Map<String, String> second = properties(count, "echo begin");
        second.put("after", name + "-0[index]");
        return job(
                name,
                "<split id=\"%s\">%s%s</split>"
                        .formatted(
                                name + "-split",
                                flow(name, 0, step(name, 0, 1, first)),
                                flow(name, 1, step(name, 1, 2, second))));
    }

    /** One stage whose indexes take turns on a few machines, and end at once. */
    static String turns(String name, int count, int machines) {
        Map<String, String> properties = properties(count, "exit 0");
        properties.put("max-concurrent", "" + machines);
        return job(name, step(name, 0, 1, properties));
    }

    /** Second, counted from the begin of the first stage, in which its index ends. */
    private static int endSecond(int index) {
        return FIRST_END_SECONDS + index / ENDS_PER_SECOND;
    }

    /** The sleep of the tasks of Slurm, which end when these indexes do. */
    static String sleepOfTask() {
        return "sleep $((%d + i / %d))".formatted(FIRST_END_SECONDS, ENDS_PER_SECOND);
    }

    private static Map<String, String> properties(int count, String command) {
        Map<String, String> properties = work(command);
        properties.putAll(machines(count));
        return properties;
    }

    private static Map<String, String> work(String command) {
        return new TreeMap<>(Map.of("command", command));
    }

    private static Map<String, String> machines(int count) {
        return Map.of("count", "" + count, "ttl", "1h");
    }

    private static String step(String name, int stage, int stages, Map<String, String> properties) {
        String next = stage + 1 < stages ? " next=\"%s-%d\"".formatted(name, stage + 1) : "";
        return """
               <step id="%s-%d"%s>
                 <properties>
               %s
                 </properties>
                 <batchlet ref="array"/>
               </step>"""
                .formatted(
                        name,
                        stage,
                        next,
                        properties.entrySet().stream()
                                .map(
                                        one ->
                                                "    <property name=\"%s\" value=\"%s\"/>"
                                                        .formatted(one.getKey(), one.getValue()))
                                .collect(Collectors.joining("\n")));
    }

    private static String flow(String name, int number, String step) {
        return "<flow id=\"%s-flow-%d\">%s</flow>".formatted(name, number, step);
    }

    private static String job(String name, String elements) {
        return """
               <job id="%s" version="2.0" xmlns="https://jakarta.ee/xml/ns/jakartaee">
               %s
               </job>
               """
                .formatted(name, elements);
    }
}
