package io.jobarrays.agent.files;

import io.jobarrays.contract.FileName;
import io.jobarrays.contract.archives.ArchiveEntryNames;
import io.jobarrays.contract.archives.ArchiveEntryNames.UnsafeEntry;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Targets of symbolic links in an archive, which must not lead out of it. */
final class LinkTarget {
    private LinkTarget() {}

    static boolean staysInside(String link, String target) {
        try {
            new ArchiveEntryNames().admitSymbolicLink(link, target);
            return !target.isEmpty();
        } catch (UnsafeEntry leavesIt) {
            return false;
        }
    }

    /** Whether a link leads out of the directory, as far as this thread may look. */
    static boolean leadsOut(Path directory, String name, Path link) throws IOException {
        try {
            return Files.exists(link) && !link.toRealPath().startsWith(directory);
        } catch (AccessDeniedException closed) {
            if (staysInside(name, FileName.target(link))) {
                throw closed;
            }
            return true;
        }
    }

    /** Part of a sentence about a link of a user's work that leads out. */
    static String outside(String name, Path link) throws IOException {
        return "%s is a link to %s, outside of the working directory (run-as)"
                .formatted(FileName.printable(name), FileName.printable(FileName.target(link)));
    }

    /**
     * The target as it is written if that leads straight to the entry; else the way to the entry,
     * since what an absolute path or another link leads to is different elsewhere.
     *
     * @param written target of the link
     * @param entry name of the entry that the link leads to
     */
    static String text(String link, String written, String entry) {
        boolean direct = staysInside(link, written) && resolved(link, written).equals(entry);
        return direct ? written : wayTo(link, entry);
    }

    private static String resolved(String link, String written) {
        List<String> segments = new ArrayList<>(parents(link));
        for (String segment : ArchiveEntryNames.normalize(written).split("/", -1)) {
            if (segment.equals("..")) {
                segments.removeLast();
            } else if (!segment.isEmpty()) {
                segments.add(segment);
            }
        }
        return String.join("/", segments);
    }

    private static String wayTo(String link, String entry) {
        List<String> from = parents(link);
        List<String> to = entry.isEmpty() ? List.of(".") : List.of(entry.split("/", -1));
        int common = 0;
        while (common < Math.min(from.size(), to.size() - 1)
                && from.get(common).equals(to.get(common))) {
            common++;
        }
        return "../".repeat(from.size() - common) + String.join("/", to.subList(common, to.size()));
    }

    private static List<String> parents(String name) {
        List<String> segments = List.of(name.split("/", -1));
        return segments.subList(0, segments.size() - 1);
    }
}
