package io.jobarrays.server.arrays.spec.userdata;

import io.jobarrays.contract.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Recognizes user data by its first bytes, as cloud-init does: what it would run is run, and what
 * it would ignore or what this agent does not run is refused. Text that begins with none of its
 * markers runs in {@code sh}.
 *
 * @see <a href="https://docs.cloud-init.io/en/latest/explanation/format.html">User data formats</a>
 */
public final class UserDataScript {
    private static final int MAX_HEADERS = 4096;

    /** Linux reads 256 bytes of a script, execve(2). */
    private static final int MAX_INTERPRETER_LINE = 255;

    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]+");

    /** Blanks that editors and browsers insert, and {@link String#strip} does not know. */
    private static final Pattern INVISIBLE = Pattern.compile("^[\\s\u00A0\u200B-\u200D\u2060]+");

    private static final List<String> FORMATS_NOT_RUN =
            List.of(
                    "#include",
                    "#cloud-boothook",
                    "#cloud-config-archive",
                    "#cloud-config-jsonp",
                    "#part-handler",
                    "#upstart-job",
                    "## template:",
                    "<powershell>",
                    "<script>");

    private UserDataScript() {}

    /**
     * The script to run; parts of a multipart message become one script that runs each of them.
     *
     * @throws Refusal when a machine could not run it as it is written
     */
    public static String of(String userData) {
        if (isMultipart(userData)) {
            return UserDataParts.script(MimeMessage.parts("user-data", userData));
        }
        check("user-data", userData);
        return userData;
    }

    /** As {@link #of}; text that is refused today, and was not when it was stored, as it is. */
    public static String ofStored(String userData) {
        try {
            return of(userData);
        } catch (Refusal e) {
            return userData;
        }
    }

    /**
     * Checks one script.
     *
     * @param name begins the sentence
     */
    static void check(String name, String script) {
        ShellText.check(name, script);
        String start = script.stripLeading().toLowerCase(Locale.ROOT);
        for (String format : FORMATS_NOT_RUN) {
            if (start.startsWith(format)) {
                throw new Refusal(
                        "%s: %s is not run here; write a script that begins with #!/bin/sh"
                                .formatted(name, format));
            }
        }
        if (start.startsWith("#cloud-config")) {
            throw CloudConfig.refusal(name, script);
        }
        if (INVISIBLE.matcher(start).replaceFirst("").startsWith("#!")) {
            checkInterpreter(name, script);
        } else if (isEncoded(script)) {
            throw new Refusal(
                    "%s: is a script in Base64; give it as it is, it is encoded for EC2 here"
                            .formatted(name));
        }
    }

    /** The form that EC2's API takes, and other tools ask for. */
    private static boolean isEncoded(String script) {
        try {
            byte[] decoded = Base64.getMimeDecoder().decode(script.strip());
            String text = new String(decoded, StandardCharsets.ISO_8859_1);
            return BASE64.matcher(script.strip()).matches()
                    && (text.startsWith("#!") || text.startsWith("#cloud-config"));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static void checkInterpreter(String name, String script) {
        if (!script.startsWith("#!")) {
            throw new Refusal(
                    "%s: blanks before #!, which Linux takes only as the first two bytes; remove them"
                            .formatted(name));
        }
        String line = script.lines().findFirst().orElse("").substring(2).strip();
        if (!line.startsWith("/")) {
            throw new Refusal(
                    "%s: #!%s names no interpreter by its path; write #!/bin/sh or #!/usr/bin/env NAME"
                            .formatted(name, line));
        }
        if (line.length() > MAX_INTERPRETER_LINE) {
            throw new Refusal(
                    "%s: its first line is longer than the %d bytes that Linux reads"
                            .formatted(name, MAX_INTERPRETER_LINE));
        }
    }

    /** By the header that cloud-init looks for in the first 4,096 characters. */
    private static boolean isMultipart(String userData) {
        String start =
                userData.substring(0, Math.min(MAX_HEADERS, userData.length()))
                        .stripLeading()
                        .toLowerCase(Locale.ROOT);
        return start.contains("mime-version:")
                && (start.startsWith("mime-version:")
                        || start.startsWith("content-type:")
                        || start.startsWith("from "));
    }
}
