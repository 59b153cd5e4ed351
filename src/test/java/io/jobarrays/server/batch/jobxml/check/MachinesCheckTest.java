package io.jobarrays.server.batch.jobxml.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachinesCheckTest {
    @Test
    void givesTheStageTheFlagsOfItsMachines() {
        StagePlan second =
                plan(
                        "second",
                        stage(
                                        "first",
                                        "next='second'",
                                        Map.of(
                                                "count", "3",
                                                "ttl", "2h",
                                                "instance-type", "m7i.large",
                                                "on-complete", "keep"))
                                + stage("second", "", Map.of("machines", "first")));

        assertThat(second.indexes()).isEqualTo(IndexSet.firstOf(3));
        assertThat(second.flags())
                .containsEntry("ttl", "2h")
                .containsEntry("instance-type", "m7i.large")
                .containsEntry("on-complete", "keep")
                .containsEntry("instance-names", "first-{index}");
    }

    @Test
    void runsOnSomeOfTheMachines() {
        String first = stage("first", "next='second'", Map.of("count", "5", "indexes", "0,2-4"));

        assertThat(
                        plan("second", first + stage("second", "", Map.of("machines", "first")))
                                .indexes())
                .hasToString("[0,2-4]");
        assertThat(
                        plan(
                                        "second",
                                        first
                                                + stage(
                                                        "second",
                                                        "",
                                                        Map.of("machines", "first", "count", "1")))
                                .indexes())
                .hasToString("[0]");
        assertThat(findings(first + stage("second", "", Map.of("machines", "first", "count", "2"))))
                .containsExactly(
                        "machines: \"first\" has no machine for [1]: its indexes are [0,2-4]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nowhere | machines: \"nowhere\" is no stage of this job",
                "third   | machines: \"third\" does not come before \"second\"; name an earlier stage",
                "second  | machines: \"second\" does not come before \"second\"; name an earlier stage",
            })
    void refusesStagesThatDoNotComeBefore(String machines, String sentence) {
        assertThat(
                        findings(
                                stage("first", "next='second'", Map.of())
                                        + stage(
                                                "second",
                                                "next='third'",
                                                Map.of("machines", machines))
                                        + stage("third", "", Map.of())))
                .containsExactly(sentence);
    }

    @Test
    void namesTheStageThatLaunchesTheMachines() {
        assertThat(
                        findings(
                                stage("first", "next='second'", Map.of())
                                        + stage(
                                                "second",
                                                "next='third'",
                                                Map.of("machines", "first"))
                                        + stage("third", "", Map.of("machines", "second"))))
                .containsExactly(
                        "machines: \"second\" runs on the machines of \"first\" itself; name \"first\"");
    }

    @Test
    void refusesMachinesThatServeSeveralIndexes() {
        assertThat(
                        findings(
                                stage(
                                                "first",
                                                "next='second'",
                                                Map.of("count", "4", "max-concurrent", "2"))
                                        + stage("second", "", Map.of("machines", "first"))))
                .containsExactly(
                        "machines: \"first\" has max-concurrent, so its indexes have no machines of their own");
    }

    @Test
    void refusesFlagsOfTheMachinesByName() {
        assertThat(
                        findings(
                                stage("first", "next='second'", Map.of())
                                        + stage(
                                                "second",
                                                "",
                                                Map.of("machines", "first", "ttl", "1h"))))
                .containsExactly(
                        "ttl: belongs to the machines, which \"first\" launches; write it there or leave machines out");
    }

    @Test
    void refusesStagesThatMayUseAMachineAtTheSameTime() {
        String split =
                "<split id='both' next='last'>"
                        + "<flow id='a'>%s</flow><flow id='b'>%s</flow></split>"
                                .formatted(
                                        stage("left", "", Map.of("machines", "first")),
                                        stage("right", "", Map.of("machines", "first")));

        assertThat(
                        findings(
                                stage("first", "next='both'", Map.of())
                                        + split
                                        + stage("last", "", Map.of("machines", "first"))))
                .containsExactly(
                        "machines: \"left\" and \"right\" may run at the same time, and a machine runs one of them; let one follow the other");
    }

    private static StagePlan plan(String stage, String steps) {
        return JobXmlSamples.check(JobXmlSamples.job(steps)).plan().stages().stream()
                .filter(one -> one.id().equals(stage))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> findings(String steps) {
        return JobXmlSamples.findings(JobXmlSamples.job(steps)).stream()
                .map(finding -> finding.substring(finding.indexOf(' ') + 1))
                .toList();
    }

    private static String stage(String id, String attributes, Map<String, String> properties) {
        StringBuilder text = new StringBuilder();
        properties.forEach(
                (name, value) ->
                        text.append("<property name='%s' value='%s'/>".formatted(name, value)));
        return "<step id='%s' %s><properties>%s<property name='command' value='true'/></properties><batchlet ref='array'/></step>"
                .formatted(id, attributes, text);
    }
}
