package io.jobarrays.contract.globs;

import io.jobarrays.contract.Refusal;
import java.util.ArrayList;
import java.util.List;

/**
 * Pattern of paths, segment by segment as in {@code .gitignore}: {@code *}, {@code ?} and {@code
 * [a-z]} match within a segment, a segment {@code **} matches any number of directories, also none.
 * A pattern that ends with a slash matches directories only. Braces are not part of it, see {@link
 * #alternatives}.
 */
public final class Glob {
    /** The states of a match are the bits of one {@code long}. */
    private static final int MAX_SEGMENTS = 60;

    private static final int MAX_CHARACTERS = 4096;
    private static final String ANY_DIRECTORIES = "**";

    private final List<String> texts;
    private final List<GlobSegment> segments;
    private final boolean directoriesOnly;

    private Glob(List<String> texts, List<GlobSegment> segments, boolean directoriesOnly) {
        this.texts = texts;
        this.segments = segments;
        this.directoriesOnly = directoriesOnly;
    }

    /**
     * @throws Refusal if the pattern is empty, too long, or has an open or reversed class; the
     *     sentence begins with the pattern
     */
    public static Glob parse(String pattern) {
        if (pattern.length() > MAX_CHARACTERS) {
            throw new Refusal("a pattern has at most %d characters".formatted(MAX_CHARACTERS));
        }
        List<String> texts = new ArrayList<>();
        for (String text : GlobSegment.split(pattern)) {
            boolean repeated = text.equals(ANY_DIRECTORIES) && endsWithAnyDirectories(texts);
            if (!text.isEmpty() && !text.equals(".") && !repeated) {
                texts.add(text);
            }
        }
        if (endsWithAnyDirectories(texts)) {
            // All that is below a directory, but not the directory itself.
            texts.add("*");
        }
        if (texts.isEmpty() || texts.size() > MAX_SEGMENTS) {
            throw new Refusal(
                    "\"%s\" must have 1 to %d parts between slashes"
                            .formatted(pattern, MAX_SEGMENTS));
        }
        List<GlobSegment> segments =
                texts.stream().map(text -> GlobSegment.parse(pattern, text)).toList();
        return new Glob(texts, segments, pattern.endsWith("/"));
    }

    /**
     * The patterns that one with braces stands for, as in bash: {@code r.{csv,json}}, {@code
     * shard-{0..9}}.
     *
     * @throws Refusal for an open brace and for too many patterns
     */
    public static List<String> alternatives(String pattern) {
        return BraceExpansion.of(pattern);
    }

    /** Position before the first segment of a path. */
    public Position start() {
        return new Position(this, closure(1));
    }

    /** Whether it has no wildcard: it names one path. */
    public boolean isLiteral() {
        return segments.stream().allMatch(GlobSegment::isLiteral);
    }

    /** Its first segment as it is written. */
    public String firstSegment() {
        return texts.getFirst();
    }

    public boolean directoriesOnly() {
        return directoriesOnly;
    }

    private boolean isAnyDirectories(int segment) {
        return texts.get(segment).equals(ANY_DIRECTORIES);
    }

    private static boolean endsWithAnyDirectories(List<String> texts) {
        return !texts.isEmpty() && texts.getLast().equals(ANY_DIRECTORIES);
    }

    /** {@code **} also matches no directory. */
    private long closure(long states) {
        long all = states;
        for (int i = 0; i < segments.size(); i++) {
            if ((all >> i & 1) == 1 && isAnyDirectories(i)) {
                all |= 1L << (i + 1);
            }
        }
        return all;
    }

    /**
     * Set of places in the pattern after some segments of a path: bit i means that segment i of the
     * pattern is next.
     */
    public record Position(Glob glob, long states) {

        /** Position after one more segment of the path. */
        public Position enter(String name) {
            return enter(name, true);
        }

        /** As {@link #enter}, for a symbolic link: {@code **} does not lead through links. */
        public Position enterLink(String name) {
            return enter(name, false);
        }

        /** Whether the pattern matches the path. */
        public boolean matched() {
            return (states >> glob.segments.size() & 1) == 1;
        }

        /** Whether no path below can match. */
        public boolean isDead() {
            return (states & (1L << glob.segments.size()) - 1) == 0;
        }

        private Position enter(String name, boolean throughAnyDirectories) {
            long next = 0;
            for (int i = 0; i < glob.segments.size(); i++) {
                if ((states >> i & 1) == 0) {
                    continue;
                }
                if (glob.isAnyDirectories(i)) {
                    next |= throughAnyDirectories ? 1L << i : 0;
                } else if (glob.segments.get(i).matches(name)) {
                    next |= 1L << (i + 1);
                }
            }
            return new Position(glob, glob.closure(next));
        }
    }
}
