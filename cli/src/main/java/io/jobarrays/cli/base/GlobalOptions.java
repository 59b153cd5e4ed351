package io.jobarrays.cli.base;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Flags of every command; {@code SPAWN_*} variables replace missing flags. */
public final class GlobalOptions {
    @Option(
            names = "--url",
            paramLabel = "URL",
            scope = ScopeType.INHERIT,
            description = "URL of the control plane (SPAWN_URL); default: the local one")
    @Nullable String url;

    @Option(
            names = "--ca",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "PEM file of the authorities to trust at an https URL (SPAWN_CA_FILE)")
    @Nullable String ca;

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
            description = "output format: table (default), wide, json or name (SPAWN_OUTPUT)")
    @Nullable
    public String output;

    @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "print without color")
    public boolean noColor;

    @Option(names = "--yes", scope = ScopeType.INHERIT, description = "skip confirmation prompts")
    boolean yes;

    @Option(
            names = "--no-input",
            scope = ScopeType.INHERIT,
            description = "never prompt; fail where confirmation is required")
    boolean noInput;

    @Option(
            names = "--quiet",
            scope = ScopeType.INHERIT,
            description = "print data and errors only, no progress or hints")
    boolean quiet;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "show help for this command")
    boolean help;

    /** Format of stdout. */
    public enum OutputFormat {
        TABLE,
        /** Table with one row per member; equal to {@code TABLE} where that is not grouped. */
        WIDE,
        JSON,
        NAME;

        public boolean isTable() {
            return this == TABLE || this == WIDE;
        }
    }

    public OutputFormat outputFormat(Map<String, String> env) {
        String form = form(env);
        return switch (form) {
            case "table" -> OutputFormat.TABLE;
            case "wide" -> OutputFormat.WIDE;
            case "json" -> OutputFormat.JSON;
            case "name" -> OutputFormat.NAME;
            case "csv" ->
                    throw Failure.usage(
                            "-o csv is only for spawn outputs --table; write table, wide, json or name");
            case "dot", "mermaid", "svg" ->
                    throw Failure.usage(
                            "-o %s is only for spawn graph; write table, wide, json or name"
                                    .formatted(form));
            case "yaml" ->
                    throw Failure.usage(
                            "-o yaml is not in this version; write table, wide, json or name");
            default ->
                    throw Failure.usage(
                            "-o: \"%s\" is not an output format; write table, wide, json or name"
                                    .formatted(form));
        };
    }

    /** Whether stdout is to be CSV, which only a table of results has. */
    public boolean isCsv(Map<String, String> env) {
        return form(env).equals("csv");
    }

    /** Output format as typed. */
    public String form(Map<String, String> env) {
        return Optional.ofNullable(output).or(() -> nonEmpty(env, "SPAWN_OUTPUT")).orElse("table");
    }

    public Optional<String> url(Map<String, String> env) {
        return Optional.ofNullable(url).or(() -> nonEmpty(env, "SPAWN_URL"));
    }

    /** PEM file with the authorities to trust. */
    public Optional<String> ca(Map<String, String> env) {
        return Optional.ofNullable(ca).or(() -> nonEmpty(env, "SPAWN_CA_FILE"));
    }

    /**
     * Rejects options that this version does not support, before the command runs.
     *
     * @param own output formats that only the command has
     */
    public void checkSupported(Map<String, String> env, Set<String> own) {
        if (profile != null || nonEmpty(env, "SPAWN_PROFILE").isPresent()) {
            throw Failure.usage(
                    "profiles are not in this version; use --url and SPAWN_TOKEN instead");
        }
        if (!own.contains(form(env))) {
            outputFormat(env);
        }
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
