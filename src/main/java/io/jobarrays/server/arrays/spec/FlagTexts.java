package io.jobarrays.server.arrays.spec;

import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.TextValidator;
import java.nio.charset.StandardCharsets;
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

    private static final int MAX_VARIABLES = 1_000;

    /** A quarter of what Linux passes with a stack of 8 MiB, execve(2); PATH and ours need room. */
    private static final int MAX_BYTES_OF_VARIABLES = 512 << 10;

    private FlagTexts() {}

    /**
     * @throws Refusal when a text cannot be passed on as it is
     */
    static void check(Map<String, String> flags) {
        flags.forEach(FlagTexts::check);
        checkVariables(flags);
    }

    private static void check(String name, String text) {
        if (name.startsWith(FlagReader.ENV_PREFIX)) {
            checkVariable(name.substring(FlagReader.ENV_PREFIX.length()), text);
        } else if (SHELL_TEXTS.contains(name)) {
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

    private static void checkVariable(String variable, String value) {
        String name = "env: \"%s\"".formatted(variable);
        TextValidator.requireCharacters("env: a name", variable);
        TextValidator.requireCharacters(name, value);
        // The kernel counts NAME=value as one argument.
        TextValidator.requireArgument(
                name, variable + "=" + value, "put it into a file of --files");
    }

    private static void checkVariables(Map<String, String> flags) {
        int count = 0;
        int bytes = 0;
        for (Map.Entry<String, String> flag : flags.entrySet()) {
            if (flag.getKey().startsWith(FlagReader.ENV_PREFIX)) {
                count++;
                bytes += (flag.getKey() + flag.getValue()).getBytes(StandardCharsets.UTF_8).length;
            }
        }
        if (count > MAX_VARIABLES) {
            throw new Refusal(
                    "env: %d variables; at most %d are taken, put them into a file of --files"
                            .formatted(count, MAX_VARIABLES));
        }
        if (bytes > MAX_BYTES_OF_VARIABLES) {
            throw new Refusal(
                    "env: the variables have %d bytes together; at most %d are taken, put them into a file of --files"
                            .formatted(bytes, MAX_BYTES_OF_VARIABLES));
        }
    }
}
