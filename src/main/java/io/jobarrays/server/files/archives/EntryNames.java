package io.jobarrays.server.files.archives;

import io.jobarrays.server.problems.Refused;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;

/**
 * The names of one archive's entries, refused as soon as one could be written or lead outside the
 * directory it is unpacked in. Whoever unpacks may then follow the names as they are.
 */
final class EntryNames {
    private final Set<String> links = new HashSet<>();
    private final Set<String> parents = new HashSet<>();

    /** Its name without {@code ./} and trailing slash. */
    String admit(TarArchiveEntry entry) {
        String name = plain(entry.getName());
        stayBelow(name, name);
        rememberParents(name);
        if (entry.isSymbolicLink()) {
            linkStaysBelow(name, plain(entry.getLinkName()));
            links.add(name);
            if (parents.contains(name)) {
                throw refused(name, "is both a link and a directory");
            }
        } else if (entry.isLink()) {
            stayBelow(name, plain(entry.getLinkName()));
        } else if (entry.isBlockDevice() || entry.isCharacterDevice() || entry.isFIFO()) {
            throw refused(name, "is neither file, directory nor link");
        }
        return name;
    }

    static boolean isRegular(TarArchiveEntry entry) {
        return entry.isFile() && !entry.isSymbolicLink() && !entry.isLink();
    }

    static String plain(String name) {
        String plain = name;
        while (plain.startsWith("./")) {
            plain = plain.substring(2);
        }
        return plain.endsWith("/") ? plain.substring(0, plain.length() - 1) : plain;
    }

    private void rememberParents(String name) {
        for (int slash = name.indexOf('/'); slash > 0; slash = name.indexOf('/', slash + 1)) {
            String parent = name.substring(0, slash);
            if (links.contains(parent)) {
                throw refused(name, "lies below a link");
            }
            parents.add(parent);
        }
    }

    /**
     * Only at its start may {@code ..} stand: behind a link it would lead elsewhere than it reads.
     */
    private static void linkStaysBelow(String name, String target) {
        long depth = name.chars().filter(c -> c == '/').count();
        String rest = target;
        while (rest.equals("..") || rest.startsWith("../")) {
            depth--;
            rest = rest.substring(Math.min(3, rest.length()));
        }
        if (depth < 0) {
            throw refused(name, "leads out of the directory");
        }
        stayBelow(name, rest);
    }

    private static void stayBelow(String entry, String path) {
        boolean leaves =
                path.startsWith("/")
                        || List.of(path.split("/", -1)).contains("..")
                        || path.chars().anyMatch(Character::isISOControl);
        if (leaves) {
            throw refused(entry, "leads out of the directory");
        }
    }

    private static Refused refused(String name, String why) {
        return new Refused(
                422,
                "SPAWN-UNSAFE-ARCHIVE",
                "the archive's entry \"%s\" %s; pack the files of one directory only"
                        .formatted(name.replaceAll("\\p{Cntrl}", "?"), why));
    }
}
