package io.jobarrays.cli.base;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The flags of every command. What is not given is taken from {@code SPAWN_*}. */
public final class GlobalOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "control plane to talk to (SPAWN_URL); default: the one of this machine")
    @Nullable String url;

    @Option(
            names = "--profile",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "not in this version")
    @Nullable String profile;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            scope = ScopeType.INHERIT,
            description = "table (default), wide, json or name (SPAWN_OUTPUT)")
    @Nullable
    public String output;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "plain text only")
    public boolean noColor;

    @Option(names = "--yes", scope = ScopeType.INHERIT, description = "do not ask, do it")
    boolean yes;

    @Option(
            names = "--no-input",
            scope = ScopeType.INHERIT,
            description = "never ask; what would need an answer is refused")
    boolean noInput;

    @Option(
            names = "--quiet",
            scope = ScopeType.INHERIT,
            description = "no progress, no hints; errors and data only")
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "what this command does and takes")
    boolean help;

    /** How the answer is written. */
    public enum OutputFormat {
        TABLE,
        /** A table that leaves out nothing; the same where a table never does. */
        WIDE,
        JSON,
        NAME;

        public boolean isTable() {
            return this == TABLE || this == WIDE;
        }
    }

    public OutputFormat outputFormat(Map<String, String> env) {
        String form =
                Optional.ofNullable(output).or(() -> nonEmpty(env, "SPAWN_OUTPUT")).orElse("table");
        return switch (form) {
            case "table" -> OutputFormat.TABLE;
            case "wide" -> OutputFormat.WIDE;
            case "json" -> OutputFormat.JSON;
            case "name" -> OutputFormat.NAME;
            case "yaml" ->
                    throw Failure.usage(
                            "-o yaml is not in this version; write table, wide, json or name");
            default ->
                    throw Failure.usage(
                            "-o: \"%s\" is no form of output; write table, wide, json or name"
                                    .formatted(form));
        };
    }

    public Optional<String> url(Map<String, String> env) {
        return Optional.ofNullable(url).or(() -> nonEmpty(env, "SPAWN_URL"));
    }

    /** Refuses what this version does not have, before anything is done. */
    public void checkSupported(Map<String, String> env) {
        if (profile != null || nonEmpty(env, "SPAWN_PROFILE").isPresent()) {
            throw Failure.usage(
                    "profiles are not in this version; use --url and SPAWN_TOKEN instead");
        }
        outputFormat(env);
    }

    public boolean quiet(Map<String, String> env) {
        return quiet || isOn(env, "SPAWN_QUIET");
    }

    public boolean noInput(Map<String, String> env) {
        return noInput || isOn(env, "SPAWN_NO_INPUT");
    }

    public boolean yes(Map<String, String> env) {
        return yes || isOn(env, "SPAWN_YES");
    }

    private static boolean isOn(Map<String, String> env, String name) {
        return nonEmpty(env, name)
                .filter(value -> !value.equals("0") && !value.equals("false"))
                .isPresent();
    }

    public static Optional<String> nonEmpty(Map<String, String> env, String name) {
        return Optional.ofNullable(env.get(name)).filter(value -> !value.isEmpty());
    }
}
