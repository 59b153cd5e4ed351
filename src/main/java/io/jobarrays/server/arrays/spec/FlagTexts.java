package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.TextValidator;
import io.jobarrays.server.arrays.spec.userdata.ShellText;
import io.jobarrays.server.arrays.spec.userdata.UserDataScript;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Checks characters and lengths of launch flags, before any of them is read. */
final class FlagTexts {
    /** Scripts and lines of a shell, in which control characters have a meaning. */
    private static final Set<String> SHELL_TEXTS = Set.of("command", "user-data", "on-interrupt");

    /** Passed to {@code sh -c} as one argument. */
    private static final Set<String> ARGUMENTS = Set.of("command", "on-interrupt");

    private static final Pattern SHELL_EXPANSION =
            Pattern.compile("(?<!\\\\)\\$(?:[A-Za-z_]\\w*|[{(])|^~(?=/)");

    private FlagTexts() {}

    /**
     * @throws Refusal when a text cannot be passed on as it is
     */
    static void check(Map<String, String> flags) {
        flags.forEach(FlagTexts::check);
    }

    private static void check(String name, String text) {
        if (name.startsWith(FlagReader.ENV_PREFIX)) {
            return; // FlagReader checks it.
        }
        if (SHELL_TEXTS.contains(name)) {
            TextValidator.requireCharacters(name, text);
        } else {
            TextValidator.requirePrintable(name, text);
        }
        if (ARGUMENTS.contains(name)) {
            TextValidator.requireArgument(
                    name, text, "put it into a file of --files, or use user-data");
            ShellText.check(name, text);
        } else if (name.equals("user-data")) {
            UserDataScript.of(text);
        } else if (name.equals("collect")) {
            GlobList.split(text).forEach(FlagTexts::checkGlob);
        }
    }

    private static void checkGlob(String glob) {
        Matcher shell = SHELL_EXPANSION.matcher(glob);
        if (shell.find()) {
            throw new Refusal(
                    "collect: \"%s\" has %s, which no shell replaces there; write * instead, or a backslash before it if it is part of the name"
                            .formatted(glob, shell.group()));
        }
    }
}
