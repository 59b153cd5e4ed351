package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page states the limits that the refusals name. */
class JobXmlLimitsTest {
    private static final String PROPERTY = "<property name=\"%s\" value=\"%s\"/>\n";

    /** What the refusal of something above each limit says. */
    private static final Map<String, Supplier<String>> REFUSALS =
            Map.of(
                    "job XML", () -> refusal(" ".repeat((1 << 20) + 1)),
                    "elements", () -> refusal(properties(20_001, "a", "b")),
                    "depth of elements",
                            () -> refusal(JobXmlSamples.job("<flow id=\"f\">".repeat(70))),
                    "stages", () -> refusal(JobXmlSamples.job(stages(1_001, 1))),
                    "members of a stage", () -> refusal(properties(1, "count", "10001")),
                    "members of all stages", () -> refusal(JobXmlSamples.job(stages(11, 10_000))),
                    "names and values of all parameters",
                            () -> refusal(JobXmlSamples.CHAIN, Map.of("x", "y".repeat(2_048))),
                    "values after expressions", JobXmlLimitsTest::longValues,
                    "mistakes named at once", () -> "" + mistakes(150).size());

    static List<List<String>> limits() {
        return ReferencePage.rows("## Limits");
    }

    @ParameterizedTest
    @MethodSource("limits")
    void refusalNamesTheLimitOfThePage(List<String> row) {
        Supplier<String> refusal = Objects.requireNonNull(REFUSALS.get(row.getFirst()));

        assertThat(refusal.get()).contains(ReferencePage.code(row.get(1)));
    }

    @Test
    void pageHasEachLimit() {
        assertThat(limits())
                .extracting(List::getFirst)
                .containsExactlyInAnyOrderElementsOf(REFUSALS.keySet());
    }

    private static String refusal(String xml) {
        return refusal(xml, Map.of());
    }

    private static String refusal(String xml, Map<String, String> parameters) {
        try {
            JobXmlSamples.check(xml, parameters);
            return "accepted";
        } catch (XmlRefused refused) {
            return refused.errors().getFirst().message();
        } catch (Refusal refused) {
            return refused.sentence();
        }
    }

    private static String properties(int count, String name, String value) {
        return JobXmlSamples.withProperties(PROPERTY.formatted(name, value).repeat(count));
    }

    private static List<String> mistakes(int count) {
        return JobXmlSamples.findings(properties(count, "wrong", "x"));
    }

    /** A parameter of 2,000 characters, 2,500 times. */
    private static String longValues() {
        return refusal(
                properties(1, "env.X", "#{jobParameters['x']}".repeat(2_500)),
                Map.of("x", "y".repeat(2_000)));
    }

    private static String stages(int stages, int count) {
        return IntStream.range(0, stages)
                .mapToObj(
                        i -> stage(i, i + 1 < stages ? "next=\"s%d\"".formatted(i + 1) : "", count))
                .collect(Collectors.joining());
    }

    private static String stage(int number, String next, int count) {
        return JobXmlSamples.stage("s" + number, next, "")
                .replace("<properties>", "<properties>" + PROPERTY.formatted("count", count));
    }
}
