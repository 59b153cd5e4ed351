package io.jobarrays.server.batch.jobxml.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Linter for line breaks in commands and variables of job XML: an XML parser turns them into blanks
 * (XML 1.0, fifth edition, section 3.3.3), so that a comment includes the commands after it.
 */
public final class LineBreakLint {
    private static final int MAX_WARNINGS = 10;

    /** A comment, or a property with its attributes; the document is well-formed. */
    private static final Pattern PROPERTIES =
            Pattern.compile(
                    "<!--.*?-->|<(?:[\\w.-]+:)?property((?:\\s++[\\w:.-]++\\s*+=\\s*+(?:\"[^\"]*+\"|'[^']*+'))*+)",
                    Pattern.DOTALL);

    private static final Pattern ATTRIBUTE =
            Pattern.compile("\\s(name|value)\\s*+=\\s*+(\"[^\"]*+\"|'[^']*+')");
    private static final Pattern NAMES =
            Pattern.compile("[\"'](command|on-interrupt|env\\..*)[\"']");
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|\n|\r");

    private LineBreakLint() {}

    /** One sentence per property, with its line; at most ten. */
    public static List<String> warnings(byte[] xml) {
        String text = ElementReader.text(xml);
        List<String> warnings = new ArrayList<>();
        Matcher property = PROPERTIES.matcher(text);
        while (property.find() && warnings.size() < MAX_WARNINGS) {
            if (property.group(1) != null) {
                check(text, property, warnings);
            }
        }
        return List.copyOf(warnings);
    }

    private static void check(String text, Matcher property, List<String> warnings) {
        String name = "";
        int lineBreak = -1;
        Matcher attribute = ATTRIBUTE.matcher(property.group(1));
        while (attribute.find()) {
            if (attribute.group(1).equals("name")) {
                name = attribute.group(2);
            } else {
                Matcher found = LINE_BREAK.matcher(attribute.group(2));
                lineBreak = found.find() ? attribute.start(2) + found.start() : -1;
            }
        }
        if (lineBreak >= 0 && NAMES.matcher(name).matches()) {
            warnings.add(
                    "line %d: %s: line breaks in an attribute are blanks in XML; write &#10; for each, or put the lines into a file of the bundle"
                            .formatted(
                                    line(text, property.start(1) + lineBreak),
                                    name.substring(1, name.length() - 1)));
        }
    }

    private static long line(String text, int end) {
        return 1 + LINE_BREAK.matcher(text.substring(0, end)).results().count();
    }
}
