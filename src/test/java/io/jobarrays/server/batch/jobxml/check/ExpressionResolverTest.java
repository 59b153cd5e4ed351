package io.jobarrays.server.batch.jobxml.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.JobXmlSamples;
import io.jobarrays.server.batch.jobxml.JobXmlValidator;
import io.jobarrays.server.batch.jobxml.model.StagePlan;
import io.jobarrays.server.batch.jobxml.model.Submission;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionResolverTest {

    @Test
    void resolvesParameter() {
        assertThat(command("echo #{jobParameters['word']}!", Map.of("word", "hi")))
                .isEqualTo("echo hi!");
    }

    @Test
    void usesDefaultOfMissingParameter() {
        assertThat(command("echo #{jobParameters['word']}?:hello;!", Map.of()))
                .isEqualTo("echo hello!");
        assertThat(command("echo #{jobParameters['word']}?:hello;!", Map.of("word", "hi")))
                .isEqualTo("echo hi!");
        assertThat(command("x#{jobParameters['word']}?:;", Map.of())).isEqualTo("x");
    }

    @Test
    void doesNotResolveSubstitutedText() {
        Map<String, String> hostile =
                Map.of("word", "#{jobParameters['word']}#{systemProperties['x']}");

        assertThat(command("#{jobParameters['word']}", hostile)).isEqualTo(hostile.get("word"));
    }

    @Test
    void treatsOtherBracketsAsText() {
        assertThat(command("echo ${HOME} #{x} # { } #{", Map.of()))
                .isEqualTo("echo ${HOME} #{x} # { } #{");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "#{foo['x']} | foo",
                "a #{ jobParameter['x']}?:y; | jobParameter",
                "#{jobParametersX['x' | jobParametersX",
                "#{jobParameters['a']}?:b; #{_env1['c']} | _env1"
            })
    void refusesUnknownScopeAtItsProperty(String value, String scope) {
        String xml =
                JobXmlSamples.withProperties("<property name=\"env.X\" value=\"" + value + "\"/>");

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "4:1 env.X: %s in \"%s\" is no scope of expressions; write #{jobParameters['name']} or #{jobProperties['name']}, or put text that begins so into a file of the bundle"
                                .formatted(scope, value));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#{jobParameters['x'",
                "#{jobParameters['x']",
                "#{jobParameters",
                "#{jobParameters['x']}?:y",
                "#{jobProperties['x']}?:",
                "#{jobParameters['a']}?:#{jobParameters['b']};"
            })
    void refusesOperatorThatIsLeftOpen(String value) {
        String xml =
                JobXmlSamples.withProperties("<property name=\"env.X\" value=\"" + value + "\"/>");

        assertThat(JobXmlSamples.findings(xml))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("4:1 env.X");
    }

    @Test
    void treatsTextThatIsNoExpressionAsText() {
        assertThat(command("#{x} #{a.b['c']} #{h[&quot;x&quot;]} #{h[0]} #{'a'['b']", Map.of()))
                .isEqualTo("#{x} #{a.b['c']} #{h[\"x\"]} #{h[0]} #{'a'['b']");
    }

    @Test
    void resolvesJobPropertyBeforeUse() {
        String xml =
                JobXmlSamples.withProperties(
                                "<property name=\"count\" value=\"#{jobProperties['n']}\"/>")
                        .replace(
                                "  <step",
                                "<properties><property name=\"n\""
                                        + " value=\"#{jobParameters['n']}?:4;\"/></properties>\n<step");

        assertThat(JobXmlSamples.check(xml, Map.of("n", "7")).graph()).isEqualTo("s (7)");
        assertThat(JobXmlSamples.check(xml).graph()).isEqualTo("s (4)");
    }

    @Test
    void reportsMissingParameterAtTheStartOnly() {
        String xml =
                JobXmlSamples.withProperties(
                        "<property name=\"count\" value=\"#{jobParameters['n']}\"/>");

        assertThat(JobXmlSamples.findings(xml))
                .containsExactly(
                        "4:1 count: the parameter \"n\" is missing and has no default; give it with"
                                + " --param n=…");
        assertThat(JobXmlValidator.check(JobXmlSamples.bytes(xml), Submission.unknown()).graph())
                .isEqualTo("s");
    }

    @Test
    void reportsInvalidParameterAtTheProperty() {
        String xml =
                JobXmlSamples.withProperties(
                        "<property name=\"count\" value=\"#{jobParameters['n']}\"/>");

        assertThatThrownBy(() -> JobXmlSamples.check(xml, Map.of("n", "abc")))
                .hasMessage(
                        "line 4, column 1: count: \"abc\" is not a whole number from 1 to 10000");
    }

    @Test
    void refusesOtherOperators() {
        for (String operator :
                new String[] {"systemProperties", "environmentVariables", "partitionPlan"}) {
            assertThat(
                            JobXmlSamples.findings(
                                    JobXmlSamples.withProperties(
                                            property("#{" + operator + "['a']}"))))
                    .containsExactly(
                            "4:1 env.A: "
                                    + operator
                                    + " cannot be read here; write #{jobParameters['name']} or"
                                    + " #{jobProperties['name']}");
        }
    }

    @Test
    void refusesUnclosedAndNestedExpressions() {
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.withProperties(property("#{jobParameters['a'"))))
                .containsExactly(
                        "4:1 env.A: the expression in \"#{jobParameters['a'\" is not closed or not"
                                + " plain; write #{jobParameters['name']}");
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.withProperties(
                                        property("#{jobParameters['#{jobProperties['a']}']}"))))
                .hasSize(1);
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.withProperties(property("#{jobParameters['a']}?:b"))))
                .containsExactly(
                        "4:1 env.A: the default in \"#{jobParameters['a']}?:b\" is not closed; write"
                                + " ?:default;");
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.withProperties(
                                        property("#{jobParameters['a']}?:#{jobProperties['b']};"))))
                .containsExactly(
                        "4:1 env.A: an expression inside the default in"
                                + " \"#{jobParameters['a']}?:#{jobProperties['b']};\" is not taken");
    }

    @Test
    void refusesExpressionsOutsideValues() {
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.job(
                                        JobXmlSamples.stage(
                                                "s", "next=\"#{jobParameters['a']}\"", ""))))
                .contains(
                        "2:1 next: \"#{jobParameters['a']}\"; expressions stand in the values of"
                                + " properties only");
    }

    @Test
    void reportsUnknownJobProperty() {
        assertThat(
                        JobXmlSamples.findings(
                                JobXmlSamples.withProperties(property("#{jobProperties['a']}"))))
                .containsExactly("4:1 env.A: the job has no property \"a\"");
    }

    @Test
    void limitsTheSizeOfResolvedValues() {
        String many = "#{jobParameters['w']}".repeat(3000);
        String xml = JobXmlSamples.withProperties(property(many));

        assertThatThrownBy(() -> JobXmlSamples.check(xml, Map.of("w", "x".repeat(2000))))
                .hasMessageContaining("longer than 4 MiB when filled in");
    }

    @Test
    void limitsParameters() {
        assertThatThrownBy(() -> submission(Map.of("a", "x".repeat(2048))))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "parameters: names and values have 2049 bytes together; at most 2048 are"
                                + " taken");
        assertThatThrownBy(() -> submission(Map.of("a", "one\ntwo")))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "parameter \"a\": control characters, line breaks among them, are not"
                                + " taken");
    }

    private static Submission submission(Map<String, String> parameters) {
        return Submission.of(
                parameters, Optional.empty(), name -> Optional.empty(), () -> false, spec -> {});
    }

    private static String property(String value) {
        return "<property name=\"env.A\" value=\"%s\"/>".formatted(value);
    }

    private static String command(String value, Map<String, String> parameters) {
        StagePlan stage =
                JobXmlSamples.check(JobXmlSamples.withProperties(property(value)), parameters)
                        .plan()
                        .stages()
                        .getFirst();
        return stage.flags().getOrDefault("env.A", "");
    }
}
