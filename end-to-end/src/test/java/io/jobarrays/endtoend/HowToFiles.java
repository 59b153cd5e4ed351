package io.jobarrays.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Files that a how-to shows: a code block after a line that begins with the file's name. */
final class HowToFiles {
    private static final Pattern FILE =
            Pattern.compile("(?ms)^`([\\w/.-]+)`[^\\n]*:\\n\\n```\\w+\\n(.*?)^```$");

    private HowToFiles() {}

    /** Writes the files of one directory of the page, without that directory's name. */
    static void write(String page, String directory, Path target) throws IOException {
        Path source = TestControlPlane.ROOT.resolve("docs/how-to").resolve(page);
        Matcher file = FILE.matcher(Files.readString(source));
        while (file.find()) {
            if (file.group(1).startsWith(directory + "/")) {
                Files.writeString(
                        target.resolve(file.group(1).substring(directory.length() + 1)),
                        file.group(2));
            }
        }
    }
}
