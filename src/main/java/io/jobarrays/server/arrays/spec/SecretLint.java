package io.jobarrays.server.arrays.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Linter for secrets in launch flags; warnings name the place and the kind, never the value. */
public final class SecretLint {
    private static final int MAX_WARNINGS = 10;
    private static final Pattern REFERENCE = Pattern.compile("(ssm|secretsmanager):.*");
    private static final Pattern SECRET_NAME =
            Pattern.compile("(?i).*(password|passwd|secret|token|api_?key|private_?key)");

    private static final List<Rule> RULES =
            List.of(
                    new Rule(
                            "an AWS secret key",
                            "(?i)aws_?secret_?access_?key[\"']?\\s*[=:]\\s*[\"']?[a-z0-9/+]{40}"),
                    new Rule("an AWS access key", "\\b(AKIA|ASIA)[A-Z0-9]{16}\\b"),
                    new Rule("a private key", "-----BEGIN [A-Z0-9 ]*PRIVATE KEY"),
                    new Rule(
                            "a GitHub token",
                            "\\b(gh[pousr]_[A-Za-z0-9]{30,}|github_pat_[A-Za-z0-9_]{20,})"),
                    new Rule("a Slack token", "\\bxox[abeprs]-[A-Za-z0-9-]{10,}"),
                    new Rule(
                            "a password",
                            "(?i)(password|passwd|secret|api[_-]?key|access[_-]?token)[\"']?\\s*[=:]"
                                    + "\\s*[\"']?(?!ssm:|secretsmanager:)[^\\s\"'$`<{;&|]{6,}"));

    private SecretLint() {}

    private record Rule(String name, Pattern form) {
        Rule(String name, String form) {
            this(name, Pattern.compile(form));
        }
    }

    /** One sentence per finding, at most ten. */
    public static List<String> warnings(ArraySpec spec) {
        List<String> found = new ArrayList<>();
        checkLines("user-data", spec.work().userData(), found);
        checkLines("command", spec.work().command(), found);
        spec.work()
                .environment()
                .forEach((name, value) -> checkVariable(name, value).ifPresent(found::add));
        return List.copyOf(found.subList(0, Math.min(MAX_WARNINGS, found.size())));
    }

    private static void checkLines(String flag, @Nullable String text, List<String> found) {
        if (text == null) {
            return;
        }
        List<String> lines = text.lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            String place = lines.size() == 1 ? flag : "%s line %d".formatted(flag, i + 1);
            matchingRule(lines.get(i))
                    .map(what -> sentence(place, what, "NAME"))
                    .ifPresent(found::add);
        }
    }

    private static Optional<String> checkVariable(String name, String value) {
        if (REFERENCE.matcher(value).matches() || value.isBlank()) {
            return Optional.empty();
        }
        return matchingRule(name + "=" + value)
                .or(
                        () ->
                                SECRET_NAME.matcher(name).matches()
                                        ? Optional.of("a secret")
                                        : Optional.empty())
                .map(what -> sentence("env " + name, what, name));
    }

    private static Optional<String> matchingRule(String line) {
        return RULES.stream()
                .filter(look -> look.form().matcher(line).find())
                .map(Rule::name)
                .findFirst();
    }

    private static String sentence(String place, String what, String name) {
        return "%s looks like %s; use --env %s=ssm:PARAMETER, which is looked up on the machine"
                .formatted(place, what, name);
    }
}
