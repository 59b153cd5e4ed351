package io.jobarrays.cli.files;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.globs.Glob;
import java.util.ArrayList;
import java.util.List;

/** Rules of {@code .spawnignore}, as in gitignore: the last matching rule decides. */
final class IgnoreRules {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private record Rule(Glob glob, boolean keep) {}

    private final List<Rule> rules = new ArrayList<>();

    private IgnoreRules() {}

    /**
     * Reads the file's bytes; names in rules may have any bytes, as names of files have.
     *
     * @throws Refusal for a rule that is no pattern, with the number of its line
     */
    static IgnoreRules parse(byte[] file) {
        IgnoreRules rules = new IgnoreRules();
        String text = FileName.of(file);
        text = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        int number = 0;
        for (String line : text.split("\r?\n", -1)) {
            number++;
            try {
                rules.read(line);
            } catch (Refusal refusal) {
                throw new Refusal(
                        "line %d: %s".formatted(number, FileName.printable(refusal.sentence())));
            }
        }
        return rules;
    }

    /**
     * @param path relative, with slashes; parent directories must have been checked before
     */
    boolean excludes(String path, boolean directory) {
        boolean out = false;
        for (Rule rule : rules) {
            if ((directory || !rule.glob().directoriesOnly()) && matches(rule.glob(), path)) {
                out = !rule.keep();
            }
        }
        return out;
    }

    private static boolean matches(Glob glob, String path) {
        Glob.Position position = glob.start();
        for (String segment : path.split("/", -1)) {
            position = position.enter(segment);
        }
        return position.matched();
    }

    private void read(String line) {
        String text = line.replaceFirst("(?<!\\\\)\\s+$", "");
        if (text.isEmpty() || text.startsWith("#")) {
            return;
        }
        boolean keep = text.startsWith("!");
        text = keep ? text.substring(1) : text;
        if (text.isEmpty() || text.equals("/")) {
            return;
        }
        int slash = text.indexOf('/');
        boolean anchored = slash >= 0 && slash < text.length() - 1;
        rules.add(new Rule(Glob.parse(anchored ? text : "**/" + text), keep));
    }
}
