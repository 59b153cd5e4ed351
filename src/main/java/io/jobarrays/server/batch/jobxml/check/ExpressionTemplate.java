package io.jobarrays.server.batch.jobxml.check;

import io.jobarrays.contract.Refusal;
import io.jobarrays.server.batch.jobxml.xml.QuotedText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Property value split into literal text and expressions. */
record ExpressionTemplate(List<Part> parts) {
    /**
     * Start of an expression: a scope of JSL, or another word that is used like one; an opening
     * bracket followed by anything else is text.
     */
    private static final Pattern BEGIN =
            Pattern.compile(
                    "#\\{\\s*+(?:(jobParameters|jobProperties|systemProperties"
                            + "|environmentVariables|partitionPlan)\\b|([A-Za-z_][A-Za-z0-9_]*+)\\[')");

    private static final Pattern EXPRESSION =
            Pattern.compile("#\\{(jobParameters|jobProperties)\\['([^'\\]#{}]+)'\\]\\}");
    private static final Pattern DEFAULT = Pattern.compile("\\?:([^;]*);");

    /** Part of the value. */
    sealed interface Part {}

    /** Literal text. */
    record Text(String text) implements Part {}

    /** Reference to a job parameter or a job property. */
    record Lookup(boolean parameter, String name, Optional<String> otherwise) implements Part {}

    static ExpressionTemplate parse(String value) {
        List<Part> parts = new ArrayList<>();
        Matcher begin = BEGIN.matcher(value);
        int end = 0;
        while (begin.find(end)) {
            parts.add(new Text(value.substring(end, begin.start())));
            Matcher expression = EXPRESSION.matcher(value).region(begin.start(), value.length());
            if (!expression.lookingAt()) {
                throw refusal(value, begin);
            }
            end = expression.end();
            Optional<String> otherwise = Optional.empty();
            Matcher fallback = DEFAULT.matcher(value).region(end, value.length());
            if (fallback.lookingAt()) {
                otherwise = Optional.of(plain(fallback.group(1), value));
                end = fallback.end();
            } else if (value.startsWith("?:", end)) {
                throw new Refusal(
                        "the default in %s is not closed; write ?:default;"
                                .formatted(QuotedText.of(value)));
            }
            boolean parameter = expression.group(1).equals("jobParameters");
            parts.add(new Lookup(parameter, expression.group(2), otherwise));
        }
        parts.add(new Text(value.substring(end)));
        return new ExpressionTemplate(List.copyOf(parts));
    }

    private static String plain(String otherwise, String value) {
        if (BEGIN.matcher(otherwise).find()) {
            throw new Refusal(
                    "an expression inside the default in %s is not taken"
                            .formatted(QuotedText.of(value)));
        }
        return otherwise;
    }

    private static Refusal refusal(String value, Matcher begin) {
        String operator = begin.group(1);
        if (operator == null) {
            return new Refusal(
                    "%s in %s is no scope of expressions; write #{jobParameters['name']} or #{jobProperties['name']}, or put text that begins so into a file of the bundle"
                            .formatted(begin.group(2), QuotedText.of(value)));
        }
        if (!operator.equals("jobParameters") && !operator.equals("jobProperties")) {
            return new Refusal(
                    "%s cannot be read here; write #{jobParameters['name']} or #{jobProperties['name']}"
                            .formatted(operator));
        }
        return new Refusal(
                "the expression in %s is not closed or not plain; write #{%s['name']}"
                        .formatted(QuotedText.of(value), operator));
    }
}
