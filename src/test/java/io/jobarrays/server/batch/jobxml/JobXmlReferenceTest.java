package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.ExitReason;
import io.jobarrays.server.arrays.plan.ArrayFixture;
import io.jobarrays.server.arrays.snapshot.ArrayOutcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page says of elements, deciders, expressions and exit statuses what the code does. */
class JobXmlReferenceTest {
    private static final Pattern ELEMENT = Pattern.compile("<([a-z-]+)[ />]");

    static List<String> examples() {
        return ReferencePage.examples();
    }

    static List<List<String>> deciders() {
        return ReferencePage.rows("## Deciders");
    }

    static List<List<String>> expressions() {
        return ReferencePage.rows("## Expressions");
    }

    @ParameterizedTest
    @MethodSource("examples")
    void examplesAreAccepted(String xml) {
        assertThat(JobXmlSamples.findings(xml)).isEmpty();
    }

    /** Each element that the page has a row for is in an example, which the gate accepts. */
    @Test
    void elementsOfTheTableAreThoseOfTheExamples() {
        assertThat(ReferencePage.rows("## Elements"))
                .extracting(row -> ReferencePage.code(row.getFirst()))
                .containsExactlyInAnyOrderElementsOf(
                        new TreeSet<>(
                                ReferencePage.examples().stream()
                                        .flatMap(xml -> ELEMENT.matcher(xml).results())
                                        .map(found -> found.group(1))
                                        .toList()));
    }

    @Test
    void namesEveryElementAndAttributeOfTheSchema() throws Exception {
        Map<String, TreeSet<String>> documented = new TreeMap<>();
        for (List<String> row : ReferencePage.rows("## Elements")) {
            documented.put(
                    ReferencePage.code(row.get(0)),
                    new TreeSet<>(ReferencePage.codes(row.get(2).replaceAll("\\([^)]*\\)", ""))));
        }
        String refused = ReferencePage.section("## Elements").split("Refused, because", 2)[1];
        List<String> others = ReferencePage.codes(refused);

        Map<String, List<String>> schema = JobSchemaNames.attributesByElement();
        assertThat(schema).hasSizeGreaterThan(20);
        schema.forEach(
                (element, attributes) -> {
                    if (documented.containsKey(element)) {
                        assertThat(attributes.stream().filter(one -> !others.contains(one)))
                                .as(element)
                                .containsExactlyInAnyOrderElementsOf(documented.get(element));
                    } else {
                        assertThat(others).contains(element);
                    }
                });
        assertThat(schema.keySet()).containsAll(documented.keySet());
    }

    @Test
    void namesEveryDecider() {
        String xml =
                JobXmlSamples.job(
                        JobXmlSamples.stage("s", "next=\"d\"", "")
                                + "<decision id=\"d\" ref=\"mine\"><end on=\"*\"/></decision>");
        String[] known =
                JobXmlSamples.findings(xml).getFirst().split("write ", 2)[1].split(", | or ");

        assertThat(deciders())
                .extracting(row -> ReferencePage.code(row.getFirst()))
                .containsExactlyInAnyOrder(known);
    }

    @ParameterizedTest
    @MethodSource("deciders")
    void decidersTakeTheirExample(List<String> row) {
        String property = ReferencePage.code(row.get(1));
        String written =
                property.isEmpty()
                        ? ""
                        : "<properties><property name=\"%s\" value=\"%s\"/></properties>"
                                .formatted(property, ReferencePage.code(row.get(2)));
        String decision = "<decision id=\"d\" ref=\"%s\">%s<end on=\"*\"/></decision>";
        String stage = JobXmlSamples.stage("s", "next=\"d\"", "");
        String decider = ReferencePage.code(row.getFirst());

        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.job(stage + decision.formatted(decider, written))))
                .isEmpty();
        if (!property.isEmpty()) {
            assertThat(
                            JobXmlSamples.findings(
                                    JobXmlSamples.job(stage + decision.formatted(decider, ""))))
                    .singleElement()
                    .asString()
                    .contains("needs the property " + property);
        }
    }

    @ParameterizedTest
    @MethodSource("expressions")
    void expressionsBecomeWhatThePageSays(List<String> row) {
        String given = ReferencePage.code(row.get(1));
        Map<String, String> parameters =
                given.startsWith("size=") ? Map.of("size", given.substring(5)) : Map.of();
        String becomes = ReferencePage.code(row.get(2));
        String xml =
                JobXmlSamples.job(
                        "<properties><property name=\"ttl\" value=\"1h\"/></properties>"
                                + "<step id=\"s\"><properties>"
                                + "<property name=\"command\" value=\"true\"/>"
                                + "<property name=\"env.X\" value=\"%s\"/>"
                                        .formatted(ReferencePage.code(row.get(0)))
                                + "</properties><batchlet ref=\"array\"/></step>");

        assertThat(JobXmlSamples.check(xml, parameters).plan().stages().getFirst().flags())
                .containsEntry("env.X", becomes);
    }

    @Test
    void namesEveryExitStatusOfAnIndex() {
        List<String> named =
                ReferencePage.rows("### Exit statuses of an index").stream()
                        .flatMap(row -> ReferencePage.codes(row.getFirst()).stream())
                        .toList();

        assertThat(named)
                .containsAll(Arrays.stream(ExitReason.Plain.values()).map(Enum::name).toList())
                .hasSize(
                        ExitReason.Plain.values().length
                                + ExitReason.class.getPermittedSubclasses().length
                                - 1)
                .allSatisfy(name -> ExitReason.parse(name.replaceAll("_n$", "_1")));
    }

    @Test
    void namesEveryExitStatusOfAStage() {
        List<String> statuses = new ArrayList<>();
        Stream.of(
                        ArrayFixture.of().ended("EXIT_0"),
                        ArrayFixture.of("success", "any").ended("EXIT_0").ended("EXIT_1"),
                        ArrayFixture.of().ended("EXIT_0").ended("EXIT_1"),
                        ArrayFixture.of().planned().outcome(ArrayOutcome.NOT_VIABLE))
                .map(fixture -> ArrayOutcome.of(fixture.snapshot()))
                .map(status -> status.replaceAll("_\\d+_OF_\\d+", "_n_OF_m"))
                .forEach(statuses::add);

        assertThat(ReferencePage.rows("### Exit statuses of a stage"))
                .extracting(row -> ReferencePage.code(row.getFirst()))
                .containsExactlyElementsOf(statuses);
    }

    @Test
    void everyStageFailsTheJobAsThePageSays() {
        String xml = JobXmlSamples.check(JobXmlSamples.CHAIN).engineXml("x");

        assertThat(ReferencePage.codes(ReferencePage.section("## Transitions")))
                .contains("<fail on=\"FAILED*\"/>", "<fail on=\"NOT_VIABLE*\"/>");
        assertThat(xml).contains("<fail on=\"FAILED*\"/>", "<fail on=\"NOT_VIABLE*\"/>");
    }
}
