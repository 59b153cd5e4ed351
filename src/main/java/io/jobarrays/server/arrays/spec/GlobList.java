package io.jobarrays.server.arrays.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Text of a list of globs: separated by blanks or commas, but not by those in braces, in a class or
 * behind a backslash.
 */
public final class GlobList {
    private GlobList() {}

    static List<String> split(String text) {
        List<String> globs = new ArrayList<>();
        int from = 0;
        int braces = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '\\') {
                at++;
            } else if (c == '[' && classEnd(text, at) > 0) {
                at = classEnd(text, at);
            } else if (c == '{' || c == '}') {
                braces = Math.max(0, braces + (c == '{' ? 1 : -1));
            } else if (isBlank(c) || (c == ',' && braces == 0)) {
                add(globs, text.substring(from, at));
                from = at + 1;
                braces = 0;
            }
        }
        add(globs, text.substring(Math.min(from, text.length())));
        return globs;
    }

    /** Text of globs that were given one by one, where a blank is part of a name. */
    public static String join(List<String> globs) {
        return globs.stream().map(GlobList::escaped).collect(Collectors.joining(" "));
    }

    private static String escaped(String glob) {
        StringBuilder text = new StringBuilder();
        int braces = 0;
        for (int at = 0; at < glob.length(); at++) {
            char c = glob.charAt(at);
            int end = c == '[' ? classEnd(glob, at) : 0;
            if (c == '\\' && at + 1 < glob.length()) {
                text.append(c).append(glob.charAt(++at));
                continue;
            }
            if (end > 0) {
                text.append(glob, at, end + 1);
                at = end;
                continue;
            }
            braces = Math.max(0, braces + (c == '{' ? 1 : c == '}' ? -1 : 0));
            // A backslash at the end would take the blank behind it.
            boolean separator = c == '\\' || isBlank(c) || (c == ',' && braces == 0);
            text.append(separator ? "\\" : "").append(c);
        }
        return text.toString();
    }

    /** Index of the bracket that closes a class; 0 if it does not close before a blank. */
    private static int classEnd(String text, int open) {
        for (int at = open + 2; at < text.length() && !isBlank(text.charAt(at)); at++) {
            if (text.charAt(at) == ']') {
                return at;
            }
        }
        return 0;
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c);
    }

    private static void add(List<String> globs, String glob) {
        if (!glob.isEmpty()) {
            globs.add(glob);
        }
    }
}
