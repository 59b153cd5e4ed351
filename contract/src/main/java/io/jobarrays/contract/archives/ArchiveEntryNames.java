package io.jobarrays.contract.archives;

import io.jobarrays.contract.FileName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Names of one archive's entries in their order; refuses a name or link target that leads outside
 * the directory the archive is unpacked in. Links that exist in that directory beforehand are not
 * known here: the unpacker checks for them.
 */
public final class ArchiveEntryNames {
    /** Longest path that Linux opens. */
    private static final int MAX_NAME_CHARACTERS = 4096;

    private static final int SHOWN_CHARACTERS = 100;

    /** Names of one archive that are kept in memory: some 200,000 of usual length. */
    private static final long MAX_KEPT_BYTES = 32 << 20;

    /** Memory of a name besides its characters. */
    private static final int NAME_OVERHEAD_BYTES = 100;

    private final Set<String> links = new HashSet<>();
    private final Set<String> parents = new HashSet<>();
    private long keptBytes;

    /** Entry that would be written, or would lead, outside the directory. */
    public static final class UnsafeEntry extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private final String entry;
        private final String reason;

        public UnsafeEntry(String entry, String reason) {
            super("the archive's entry \"%s\" %s".formatted(FileName.printable(entry), reason));
            this.entry = FileName.printable(entry);
            this.reason = reason;
        }

        /** Name of the entry in its printable form. */
        public String entry() {
            return entry;
        }

        /** Predicate of a sentence, such as {@code leads out of the directory}. */
        public String reason() {
            return reason;
        }
    }

    /**
     * Name of a file or directory.
     *
     * @return the name below the directory, without {@code .} and empty segments
     * @throws UnsafeEntry if the name leads out of the directory or lies below a link
     */
    public String admit(String name) {
        List<String> segments = segments(name, name);
        rememberParents(name, segments);
        String admitted = String.join("/", segments);
        keep(name, admitted);
        return admitted;
    }

    /**
     * Name of a symbolic link; {@code target} is relative to the directory of the link.
     *
     * @return as {@link #admit}
     * @throws UnsafeEntry also if {@code target} leads out of the directory
     */
    public String admitSymbolicLink(String name, String target) {
        String admitted = admit(name);
        if (admitted.isEmpty() || parents.contains(admitted)) {
            throw new UnsafeEntry(name, "is both a link and a directory");
        }
        checkTarget(name, segments(name, name).size() - 1, target);
        links.add(admitted);
        return admitted;
    }

    /**
     * Name of a hard link; {@code target} is the name of another entry.
     *
     * @return as {@link #admit}
     * @throws UnsafeEntry also if {@code target} leads out of the directory or is a symbolic link
     */
    public String admitHardLink(String name, String target) {
        String admitted = admit(name);
        if (links.contains(String.join("/", segments(name, target)))) {
            throw new UnsafeEntry(name, "is a hard link to a link");
        }
        return admitted;
    }

    /** {@code name} without {@code .} and empty segments, unchecked. */
    public static String normalize(String name) {
        return String.join("/", split(name));
    }

    private void rememberParents(String entry, List<String> segments) {
        for (int depth = 1; depth < segments.size(); depth++) {
            String parent = String.join("/", segments.subList(0, depth));
            if (links.contains(parent)) {
                throw new UnsafeEntry(entry, "lies below a link");
            }
            if (parents.add(parent)) {
                keep(entry, parent);
            }
        }
    }

    private void keep(String entry, String name) {
        keptBytes += name.length() + NAME_OVERHEAD_BYTES;
        if (keptBytes > MAX_KEPT_BYTES) {
            throw new UnsafeEntry(
                    entry, "is one of too many: the names of an archive may have 32 MiB together");
        }
    }

    /**
     * A target may have {@code ..} at its start only: behind another link, {@code ..} leads to the
     * parent of that link's target.
     */
    private static void checkTarget(String entry, int depth, String target) {
        checkCharacters(entry, target);
        List<String> segments = split(target);
        int ups = 0;
        while (ups < segments.size() && segments.get(ups).equals("..")) {
            ups++;
        }
        if (ups > depth || segments.subList(ups, segments.size()).contains("..")) {
            throw leavesDirectory(entry);
        }
    }

    private static List<String> segments(String entry, String path) {
        checkCharacters(entry, path);
        List<String> segments = split(path);
        if (segments.contains("..")) {
            throw leavesDirectory(entry);
        }
        return segments;
    }

    private static void checkCharacters(String entry, String path) {
        if (path.length() > MAX_NAME_CHARACTERS) {
            throw new UnsafeEntry(
                    entry.substring(0, Math.min(entry.length(), SHOWN_CHARACTERS)) + "…",
                    "has a longer name or target than the 4096 bytes that Linux takes");
        }
        if (path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw leavesDirectory(entry);
        }
    }

    private static List<String> split(String path) {
        List<String> segments = new ArrayList<>();
        for (String segment : path.split("/", -1)) {
            if (!segment.isEmpty() && !segment.equals(".")) {
                segments.add(segment);
            }
        }
        return segments;
    }

    private static UnsafeEntry leavesDirectory(String entry) {
        return new UnsafeEntry(entry, "leads out of the directory");
    }
}
