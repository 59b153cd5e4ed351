package io.jobarrays.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DocumentedClassesTest {
    private static final Pattern CODE = Pattern.compile("`([^`\n]+)`");

    /** A type name of two words at least, alone or before a member. */
    private static final Pattern TYPE =
            Pattern.compile("((?:[A-Z][a-z0-9]+){2,})(?:\\.java|[.#(][a-z].*)?");

    /** Type names of other projects, EC2 operations and field values in the documents. */
    private static final Set<String> FOREIGN =
            Set.of(
                    "AccessDenied",
                    "ApiException",
                    "ArraysApi",
                    "DefinitionsApi",
                    "DescribeInstanceAttribute",
                    "ExecutionsApi",
                    "FilesApi",
                    "InsufficientInstanceCapacity",
                    "JobOperator",
                    "NotImplemented",
                    "RunInstances",
                    "SchedulerParameters",
                    "SpotMaxPriceTooLow",
                    "StartInstances",
                    "StopInstances",
                    "UnsupportedOperation");

    /** Names AWS's operations and error codes on every line, and no type of this repository. */
    private static final String AWS_REFERENCE = "docs/reference/local-cloud.md";

    /** Abbreviations of the first directories of a path in the documents. */
    private static final Map<String, String> PREFIXES =
            Map.of(
                    "server", "src/main/java/io/jobarrays/server",
                    "agent", "agent/src/main/java/io/jobarrays/agent",
                    "cli", "cli/src/main/java/io/jobarrays/cli",
                    "localcloud", "local-cloud/src/main/java/io/jobarrays/localcloud",
                    "contract", "contract/src/main/java/io/jobarrays/contract");

    @Test
    void typesNamedInDocumentsExist() {
        Set<String> types =
                SourceTree.files("java/", ".java").stream()
                        .map(SourceTree::simpleName)
                        .collect(Collectors.toSet());
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path document : SourceTree.documents()) {
            if (document.endsWith(AWS_REFERENCE)) {
                continue;
            }
            for (String code : codes(document)) {
                Matcher type = TYPE.matcher(code);
                if (type.matches() && !FOREIGN.contains(type.group(1))) {
                    found++;
                    if (!types.contains(type.group(1))) {
                        missing.add(document.getFileName() + ": " + code);
                    }
                }
            }
        }

        assertThat(found).isGreaterThan(30);
        assertThat(missing).isEmpty();
    }

    @Test
    void filesNamedInDocumentsExist() {
        List<String> missing = new ArrayList<>();
        int found = 0;
        for (Path document : SourceTree.documents()) {
            for (String code : codes(document)) {
                if (code.endsWith(".java") && code.contains("/") && !code.contains("…")) {
                    found++;
                    if (!Files.exists(TestControlPlane.ROOT.resolve(expanded(code)))) {
                        missing.add(document.getFileName() + ": " + code);
                    }
                }
            }
        }

        assertThat(found).isGreaterThan(60);
        assertThat(missing).isEmpty();
    }

    private static List<String> codes(Path document) {
        return CODE.matcher(SourceTree.text(document))
                .results()
                .map((MatchResult code) -> code.group(1))
                .toList();
    }

    private static String expanded(String path) {
        String first = path.substring(0, path.indexOf('/'));
        return Stream.of(PREFIXES.get(first))
                .filter(prefix -> prefix != null && !path.contains("/src/"))
                .map(prefix -> prefix + path.substring(first.length()))
                .findFirst()
                .orElse(path);
    }
}
