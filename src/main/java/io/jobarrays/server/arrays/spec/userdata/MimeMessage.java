package io.jobarrays.server.arrays.spec.userdata;

import io.jobarrays.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the parts of a multipart message (RFC 2045, RFC 2046), as far as user data has them; the
 * mail libraries that read them bring a mail system with them.
 */
final class MimeMessage {
    private static final int MAX_DEPTH = 8;
    private static final Pattern BOUNDARY =
            Pattern.compile("(?is).*\\bboundary\\s*=\\s*(?:\"([^\"]+)\"|([^\\s;]+)).*");
    private static final Pattern END_OF_HEADERS = Pattern.compile("\\A\\r?\\n|\\r?\\n\\r?\\n");

    private final String name;
    private final List<Part> parts = new ArrayList<>();

    private MimeMessage(String name) {
        this.name = name;
    }

    /**
     * @param type in lower case, without parameters
     * @param content decoded
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Part(String type, byte[] content) {}

    /**
     * The parts that are not multipart themselves, in their order.
     *
     * @param name begins the sentence of a refusal
     */
    static List<Part> parts(String name, String message) {
        MimeMessage read = new MimeMessage(name);
        read.read(message.stripLeading(), 0);
        return List.copyOf(read.parts);
    }

    private void read(String message, int depth) {
        Matcher end = END_OF_HEADERS.matcher(message);
        boolean hasBody = end.find();
        Map<String, String> fields = headers(hasBody ? message.substring(0, end.start()) : message);
        String body = hasBody ? message.substring(end.end()) : "";
        String contentType = fields.getOrDefault("content-type", "text/plain");
        String type = contentType.replaceFirst("[;\\s].*", "").toLowerCase(Locale.ROOT);
        if (type.startsWith("multipart/")) {
            readParts(contentType, body, depth);
        } else {
            parts.add(new Part(type, decode(fields, body)));
        }
    }

    private void readParts(String contentType, String body, int depth) {
        Matcher boundary = BOUNDARY.matcher(contentType);
        if (!boundary.matches() || depth == MAX_DEPTH) {
            throw new Refusal(name + ": the multipart message has no boundary");
        }
        String mark = boundary.group(1) == null ? boundary.group(2) : boundary.group(1);
        for (String part : split(body, mark)) {
            read(part, depth + 1);
        }
    }

    /** Names in lower case; a line that begins with a blank continues the one before. */
    private static Map<String, String> headers(String text) {
        Map<String, String> fields = new TreeMap<>();
        text.replaceAll("\\r?\\n[ \\t]+", " ").lines().forEach(line -> addField(line, fields));
        return fields;
    }

    private static void addField(String line, Map<String, String> fields) {
        int colon = line.indexOf(':');
        if (colon > 0) {
            fields.put(
                    line.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
    }

    /** The line end before a boundary belongs to the boundary. */
    private List<String> split(String body, String mark) {
        Matcher line =
                Pattern.compile("(?m)(?:^|\\r?\\n)--" + Pattern.quote(mark) + "(--)?[ \\t]*\\r?$")
                        .matcher(body);
        List<String> split = new ArrayList<>();
        int start = -1;
        while (line.find()) {
            if (start >= 0) {
                split.add(body.substring(start, Math.max(start, line.start())));
            }
            if (line.group(1) != null) {
                return split;
            }
            start = Math.min(body.length(), line.end() + 1);
        }
        throw new Refusal(
                "%s: the multipart message has no line --%s-- at its end".formatted(name, mark));
    }

    private byte[] decode(Map<String, String> fields, String body) {
        String encoding =
                fields.getOrDefault("content-transfer-encoding", "7bit").toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "7bit", "8bit", "binary" -> body.getBytes(StandardCharsets.UTF_8);
            case "base64" -> base64(body);
            default ->
                    throw new Refusal(
                            "%s: the encoding %s of a part is not read; write base64 or 8bit"
                                    .formatted(name, encoding));
        };
    }

    private byte[] base64(String body) {
        try {
            return Base64.getMimeDecoder().decode(body);
        } catch (IllegalArgumentException e) {
            throw new Refusal("%s: a part is not Base64".formatted(name));
        }
    }
}
