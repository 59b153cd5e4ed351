package io.jobarrays.localcloud.route53;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of TXT records: character strings in quotation marks, separated by spaces ("Supported DNS
 * record types", Route 53 developer guide: 255 characters a string).
 */
final class QuotedStrings {
    private static final int MAX_STRING = 255;
    private static final Pattern ESCAPE = Pattern.compile("\\\\(\\d{3}|.)", Pattern.DOTALL);
    private static final Pattern STRING =
            Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*+)\"(?:\\s+|$)", Pattern.DOTALL);

    private QuotedStrings() {}

    /** Route 53's name of what is wrong with the value. */
    static Optional<String> fault(String value) {
        Matcher strings = STRING.matcher(value);
        int end = 0;
        while (end < value.length() && strings.find(end) && strings.start() == end) {
            if (ESCAPE.matcher(strings.group(1)).replaceAll("x").length() > MAX_STRING) {
                return Optional.of("CharacterStringTooLong (Value is too long)");
            }
            end = strings.end();
        }
        return end > 0 && end == value.length()
                ? Optional.empty()
                : Optional.of(
                        "InvalidCharacterString (Value should be enclosed in quotation marks)");
    }
}
