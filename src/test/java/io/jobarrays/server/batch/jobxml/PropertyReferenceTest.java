package io.jobarrays.server.batch.jobxml;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.arrays.spec.ArraySpec;
import io.jobarrays.server.batch.jobxml.xml.XmlRefused;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The page lists exactly the properties of a stage, with their values, defaults and examples. */
class PropertyReferenceTest {
    private static final String SECTION = "## Properties of a stage";
    private static final String VARIABLE = "env.NAME";
    private static final Pattern RANGE = Pattern.compile("`(\\d+)` to `(\\d+)`.*");
    private static final Pattern CHOICES = Pattern.compile("(?:`[a-z-]+`(?:, | or )?)+");
    private static final Pattern LIST = Pattern.compile("a list of (?:`[a-z:N M-]+`(?:, )?)+");

    /**
     * A row of the page.
     *
     * @param with properties that it needs
     */
    private record Row(
            String name, String value, String standard, String example, List<String> with) {
        static Row of(List<String> cells) {
            return new Row(
                    ReferencePage.code(cells.get(0)),
                    cells.get(1),
                    cells.get(2),
                    ReferencePage.code(cells.get(3)),
                    ReferencePage.codes(cells.get(4)));
        }
    }

    static List<Row> rows() {
        return ReferencePage.rows(SECTION).stream().map(Row::of).toList();
    }

    @Test
    void namesEveryProperty() {
        Set<String> taken = new TreeSet<>(Set.of(VARIABLE));
        Set<String> known = new TreeSet<>(ArraySpec.FLAGS);
        known.add("restart");
        for (String name : known) {
            // A place is taken as files, the bundle is not.
            String value = name.equals("files") ? "file:///x" : "x";
            if (findings(Map.of(name, value)).stream().noneMatch(PropertyReferenceTest::isOther)) {
                taken.add(name);
            }
        }

        assertThat(rows()).extracting(Row::name).containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    void namesEveryRefusedProperty() {
        String refused = ReferencePage.section(SECTION).split("\\*\\*Refused\\*\\*", 2)[1];
        List<String> names = ReferencePage.codes(refused);

        assertThat(names).isNotEmpty();
        assertThat(names)
                .allSatisfy(
                        name ->
                                assertThat(findings(Map.of(name, "x")))
                                        .anyMatch(PropertyReferenceTest::isOther));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void takesTheExampleWithWhatItNeeds(Row row) {
        assertThat(row.example()).isNotEmpty();
        assertThat(findings(with(row, row.example()))).isEmpty();
        if (!row.with().isEmpty()) {
            assertThat(findings(Map.of(row.name(), row.example()))).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void defaultMeansTheSameAsNone(Row row) throws Exception {
        if (row.standard().startsWith("`")) {
            Map<String, String> without = companions(row);

            assertThat(spec(with(row, ReferencePage.code(row.standard()))))
                    .isEqualTo(spec(without));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void valuesAreOfTheirKind(Row row) {
        List<String> right = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        Matcher range = RANGE.matcher(row.value());
        if (row.value().equals("duration")) {
            right.add("1h30m");
            wrong.add("2x");
        } else if (row.value().equals("size")) {
            right.add("2GiB");
            wrong.add("2x");
        } else if (range.matches()) {
            right.addAll(List.of(range.group(1), range.group(2)));
            wrong.add("" + (Integer.parseInt(range.group(2)) + 1));
            wrong.add("" + (Integer.parseInt(range.group(1)) - 1));
        } else if (CHOICES.matcher(row.value()).matches()) {
            right.addAll(ReferencePage.codes(row.value()));
            wrong.add("other");
        } else if (LIST.matcher(row.value()).matches()) {
            ReferencePage.codes(row.value()).stream()
                    .map(word -> word.replace("N", "1").replace("M", "5"))
                    .forEach(right::add);
            wrong.add("other");
        }

        assertThat(right).allSatisfy(it -> assertThat(findings(with(row, it))).isEmpty());
        assertThat(wrong).allSatisfy(it -> assertThat(findings(with(row, it))).isNotEmpty());
    }

    /** Whether the finding is about the name and not about the value. */
    private static boolean isOther(String finding) {
        return finding.contains("is not for a stage")
                || finding.contains("not available yet")
                || finding.contains("is not a property");
    }

    private static Map<String, String> companions(Row row) {
        Map<String, String> properties = new LinkedHashMap<>();
        rows().stream()
                .filter(other -> row.with().contains(other.name()))
                .forEach(other -> properties.put(other.name(), other.example()));
        return properties;
    }

    private static Map<String, String> with(Row row, String value) {
        Map<String, String> properties = companions(row);
        properties.put(row.name(), value);
        return properties;
    }

    /** Everything but the flags as they were written. */
    private static Map<String, Object> spec(Map<String, String> properties) throws Exception {
        ArraySpec spec = ArraySpec.of(check(properties).plan().stages().getLast().flags());
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent part : ArraySpec.class.getRecordComponents()) {
            if (!part.getName().equals("flags")) {
                values.put(part.getName(), Optional.ofNullable(part.getAccessor().invoke(spec)));
            }
        }
        return values;
    }

    private static List<String> findings(Map<String, String> properties) {
        try {
            check(properties);
            return List.of();
        } catch (XmlRefused refused) {
            return refused.errors().stream().map(error -> error.message()).toList();
        }
    }

    private static ValidatedJob check(Map<String, String> properties) {
        Map<String, String> all = new LinkedHashMap<>(Map.of("command", "true"));
        all.putAll(properties);
        String written =
                all.entrySet().stream()
                        .map(
                                one ->
                                        "<property name=\"%s\" value=\"%s\"/>"
                                                .formatted(one.getKey(), one.getValue()))
                        .collect(Collectors.joining("\n"));
        String xml =
                JobXmlSamples.job(
                        JobXmlSamples.stage("earlier", "next=\"s\"", "")
                                + "<step id=\"s\"><properties>"
                                + written
                                + "</properties><batchlet ref=\"array\"/></step>");
        return JobXmlSamples.checkWithBundle(xml, Map.of("setup.sh", "#!/bin/sh\n"));
    }
}
