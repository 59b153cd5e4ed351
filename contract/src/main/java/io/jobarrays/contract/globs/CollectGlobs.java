package io.jobarrays.contract.globs;

import io.jobarrays.contract.Refusal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Globs of {@code collect}, relative to the working directory. A glob that matches a directory
 * includes all below it; one that begins with {@code !} leaves out what it matches; the last glob
 * that matches decides.
 */
public final class CollectGlobs {
    private final List<Rule> rules;

    private CollectGlobs(List<Rule> rules) {
        this.rules = rules;
    }

    /**
     * @param namesInputs whether it names files that the work did not make: no wildcard, or below
     *     {@code inputs/}
     */
    private record Rule(Glob glob, boolean leavesOut, boolean namesInputs) {}

    /**
     * @throws Refusal for the first glob that is none, with a sentence that begins with {@code
     *     collect:}
     */
    public static CollectGlobs parse(List<String> globs) {
        List<Rule> rules = new ArrayList<>();
        for (String glob : globs) {
            try {
                rules.addAll(rules(glob));
            } catch (Refusal refusal) {
                throw new Refusal("collect: " + refusal.sentence());
            }
        }
        if (!rules.isEmpty() && rules.stream().allMatch(Rule::leavesOut)) {
            throw new Refusal(
                    "collect: every glob begins with ! and leaves files out; name those to keep");
        }
        return new CollectGlobs(rules);
    }

    private static List<Rule> rules(String text) {
        boolean leavesOut = text.startsWith("!");
        String pattern = leavesOut ? text.substring(1) : text;
        List<Rule> rules = new ArrayList<>();
        for (String alternative : Glob.alternatives(pattern)) {
            checkRelative(text, alternative);
            Glob glob = Glob.parse(isThisDirectory(alternative) ? "**" : alternative);
            boolean named = glob.isLiteral() || glob.firstSegment().equals("inputs");
            rules.add(new Rule(glob, leavesOut, named));
        }
        return rules;
    }

    private static boolean isThisDirectory(String pattern) {
        return pattern.startsWith(".")
                && Arrays.stream(pattern.split("/", -1))
                        .allMatch(it -> it.isEmpty() || it.equals("."));
    }

    private static void checkRelative(String text, String pattern) {
        if (pattern.startsWith("/")) {
            throw new Refusal(
                    "\"%s\" is an absolute path; files are collected from the working directory, so write them there and name them relative to it"
                            .formatted(text));
        }
        if (List.of(pattern.split("/", -1)).contains("..")) {
            throw new Refusal(
                    "\"%s\" leads out of the working directory; write the files there"
                            .formatted(text));
        }
    }

    /** Whether the path, relative to the working directory, is to be collected. */
    public boolean includes(String path, boolean directory) {
        Match match = start();
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            match = match.enter(segments[i], directory || i < segments.length - 1);
        }
        return match.isIncluded();
    }

    /** Match of the working directory itself. */
    public Match start() {
        return new Match(
                rules,
                rules.stream().map(rule -> rule.glob().start()).toList(),
                new BitSet(rules.size()));
    }

    /** Match of one path. */
    public static final class Match {
        private final List<Rule> rules;
        private final List<Glob.Position> positions;
        private final BitSet matched;

        private Match(List<Rule> rules, List<Glob.Position> positions, BitSet matched) {
            this.rules = rules;
            this.positions = positions;
            this.matched = matched;
        }

        /** Match of a file or directory in this directory. */
        public Match enter(String name, boolean directory) {
            return enter(name, directory, false);
        }

        /** Match of a symbolic link to a directory: {@code **} does not lead through it. */
        public Match enterLink(String name) {
            return enter(name, true, true);
        }

        private Match enter(String name, boolean directory, boolean link) {
            List<Glob.Position> next = new ArrayList<>(rules.size());
            BitSet all = (BitSet) matched.clone();
            for (int i = 0; i < rules.size(); i++) {
                Glob.Position before = positions.get(i);
                Glob.Position after = link ? before.enterLink(name) : before.enter(name);
                next.add(after);
                if (after.matched() && (directory || !rules.get(i).glob().directoriesOnly())) {
                    all.set(i);
                }
            }
            return new Match(rules, next, all);
        }

        /** Whether the path is to be collected. */
        public boolean isIncluded() {
            int last = matched.length() - 1;
            return last >= 0 && !rules.get(last).leavesOut();
        }

        /** Whether it is to be collected even if the work did not make it. */
        public boolean isNamed() {
            return isIncluded()
                    && matched.stream()
                            .mapToObj(rules::get)
                            .anyMatch(rule -> rule.namesInputs() && !rule.leavesOut());
        }

        /** Whether a path below it can be included. */
        public boolean canIncludeBelow() {
            for (int i = 0; i < rules.size(); i++) {
                boolean possible = matched.get(i) || !positions.get(i).isDead();
                if (possible && !rules.get(i).leavesOut()) {
                    return true;
                }
            }
            return false;
        }
    }
}
