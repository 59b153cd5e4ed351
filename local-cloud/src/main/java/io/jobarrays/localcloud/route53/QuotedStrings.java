package io.jobarrays.localcloud.route53;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Values of TXT and SPF records: character strings in quotation marks, separated by spaces, with
 * octal escapes ("Supported DNS record types", TXT record type, Route 53 developer guide, 2025: 255
 * characters a string).
 */
public final class QuotedStrings {
    private static final int MAX_STRING = 255;
    private static final Pattern CHARACTER =
            Pattern.compile("\\\\([0-3][0-7]{2})|\\\\([^\\d\\r\\n])|([^\"\\\\\\r\\n]++)");
    private static final Pattern STRING =
            Pattern.compile(
                    "\"((?:[^\"\\\\\\r\\n]|\\\\(?:[0-3][0-7]{2}|[^\\d\\r\\n]))*+)\"(?:\\s+|$)");

    private QuotedStrings() {}

    /** Route 53's name of what is wrong with the value. */
    static Optional<String> fault(String value) {
        Matcher strings = STRING.matcher(value);
        int end = 0;
        while (end < value.length() && strings.find(end) && strings.start() == end) {
            if (decoded(strings.group(1)).length > MAX_STRING) {
                return Optional.of("CharacterStringTooLong (Value is too long)");
            }
            end = strings.end();
        }
        return end > 0 && end == value.length()
                ? Optional.empty()
                : Optional.of(
                        "InvalidCharacterString (Value should be enclosed in quotation marks)");
    }

    /** Data of the DNS record: each string of a valid value after its length. */
    public static byte[] recordData(String value) {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        Matcher strings = STRING.matcher(value);
        while (strings.find()) {
            byte[] string = decoded(strings.group(1));
            data.write(string.length);
            data.writeBytes(string);
        }
        return data.toByteArray();
    }

    private static byte[] decoded(String string) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Matcher characters = CHARACTER.matcher(string);
        while (characters.find()) {
            if (characters.group(1) != null) {
                bytes.write(Integer.parseInt(characters.group(1), 8));
            } else {
                String text =
                        characters.group(2) == null ? characters.group(3) : characters.group(2);
                bytes.writeBytes(text.getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toByteArray();
    }
}
