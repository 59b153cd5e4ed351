package io.jobarrays.server.files.archives;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Recognizes scripts that Linux cannot start as they are written: after a byte order mark {@code
 * #!} is not found, and before a carriage return it names an interpreter that does not exist.
 */
final class WindowsScript {
    static final int HEAD_BYTES = 4096;

    private static final int MAX_NAMES = 5;
    private static final String BYTE_ORDER_MARK = "\u00ef\u00bb\u00bf";
    private static final Pattern SHELL_FILE = Pattern.compile(".*\\.(?:ba|da|k|z)?sh");
    private static final Pattern SHELL_LINE = Pattern.compile("#!.*\\b(?:ba|da|k|z)?sh\\b.*");

    private WindowsScript() {}

    /**
     * @param head first bytes of the file, {@link #HEAD_BYTES} at most
     */
    static boolean matches(String name, byte[] head) {
        String bytes = new String(head, StandardCharsets.ISO_8859_1);
        boolean marked = bytes.startsWith(BYTE_ORDER_MARK);
        String text = marked ? bytes.substring(BYTE_ORDER_MARK.length()) : bytes;
        String first = text.split("\n", 2)[0];
        boolean shell =
                SHELL_FILE.matcher(name).matches() || SHELL_LINE.matcher(first.strip()).matches();
        if (!shell && !first.startsWith("#!")) {
            return false;
        }
        return marked || (shell ? text.contains("\r\n") : first.endsWith("\r"));
    }

    /** Empty without scripts. */
    static Optional<String> warning(List<String> scripts) {
        if (scripts.isEmpty()) {
            return Optional.empty();
        }
        int more = scripts.size() - MAX_NAMES;
        return Optional.of(
                "files: %s%s: Windows line ends or a byte order mark, with which scripts do not run on Linux; sed -i '1s/^\\xef\\xbb\\xbf//; s/\\r$//' removes both"
                        .formatted(
                                String.join(
                                        ", ",
                                        scripts.subList(0, scripts.size() - Math.max(0, more))),
                                more > 0 ? " and %d more".formatted(more) : ""));
    }
}
