package io.jobarrays.cli.files;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rules of {@code .spawnignore}, as in gitignore: the last matching rule decides. */
final class IgnoreRules {
    private record Rule(Pattern pattern, boolean keep, boolean directoriesOnly) {}

    private final List<Rule> rules = new ArrayList<>();

    IgnoreRules(List<String> lines) {
        lines.forEach(this::read);
    }

    /**
     * @param path relative, with slashes; parent directories must have been checked before
     */
    boolean excludes(String path, boolean directory) {
        boolean out = false;
        for (Rule rule : rules) {
            if ((directory || !rule.directoriesOnly()) && rule.pattern().matcher(path).matches()) {
                out = !rule.keep();
            }
        }
        return out;
    }

    private void read(String line) {
        String text = line.replaceFirst("(?<!\\\\)\\s+$", "");
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        boolean keep = text.startsWith("!");
        text = keep ? text.substring(1) : text;
        boolean directoriesOnly = text.endsWith("/");
        text = directoriesOnly ? text.substring(0, text.length() - 1) : text;
        boolean anchored = text.contains("/");
        text = text.startsWith("/") ? text.substring(1) : text;
        String regex = (anchored ? "" : "(?:.*/)?") + regex(text);
        rules.add(new Rule(Pattern.compile(regex, Pattern.DOTALL), keep, directoriesOnly));
    }

    private static String regex(String glob) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < glob.length(); i++) {
            char c = glob.charAt(i);
            int end = c == '[' ? glob.indexOf(']', i + 2) : -1;
            if (glob.startsWith("**/", i) && (i == 0 || glob.charAt(i - 1) == '/')) {
                regex.append("(?:.*/)?");
                i += 2;
            } else if (glob.startsWith("**", i)) {
                regex.append(".*");
                i++;
            } else if (c == '*') {
                regex.append("[^/]*");
            } else if (c == '?') {
                regex.append("[^/]");
            } else if (end > 0) {
                regex.append(characters(glob.substring(i + 1, end)));
                i = end;
            } else {
                boolean escaped = c == '\\' && i + 1 < glob.length();
                regex.append(Pattern.quote("" + glob.charAt(escaped ? ++i : i)));
            }
        }
        return regex.toString();
    }

    private static String characters(String inner) {
        boolean not = inner.startsWith("!") || inner.startsWith("^");
        String set = (not ? inner.substring(1) : inner).replaceAll("([\\\\\\[\\]&^])", "\\\\$1");
        return "(?!/)[" + (not ? "^" : "") + set + "]";
    }
}
