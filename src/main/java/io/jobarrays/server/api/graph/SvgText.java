package io.jobarrays.server.api.graph;

/** Text of users in SVG: escaped, so that it is never markup, and shortened where it is drawn. */
final class SvgText {
    private static final int MAX_CHARACTERS = 60;

    private SvgText() {}

    static String shortened(String text) {
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS - 1) + "…";
    }

    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(c -> append(escaped, c));
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int c) {
        switch (c) {
            case '&' -> escaped.append("&amp;");
            case '<' -> escaped.append("&lt;");
            case '>' -> escaped.append("&gt;");
            case '"' -> escaped.append("&quot;");
            case '\'' -> escaped.append("&#39;");
            default -> escaped.appendCodePoint(isCharacter(c) ? c : '\ufffd');
        }
    }

    /** What XML 1.0 allows in a document, without line breaks. */
    private static boolean isCharacter(int c) {
        return (c >= ' ' && c <= 0xd7ff) || (c >= 0xe000 && c <= 0xfffd) || c >= 0x10000;
    }
}
