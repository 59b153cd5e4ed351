package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import io.jobarrays.cli.http.ApiClient;
import io.jobarrays.cli.session.CommandSession;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Name of a stored definition as typed, {@code NAME} or {@code NAME@VERSION}.
 *
 * @param version empty: the newest
 */
public record DefinitionName(String name, Optional<String> version) {
    private static final Pattern TYPED =
            Pattern.compile("([A-Za-z_][A-Za-z0-9_.-]{0,63})(?:@v?([1-9][0-9]{0,8}))?");

    /**
     * @throws Failure for a text that is no name
     */
    public static DefinitionName of(String typed) {
        return read(typed)
                .orElseThrow(
                        () ->
                                Failure.usage(
                                        "\"%s\" is not the name of a definition; write NAME or NAME@VERSION, as spawn definitions list shows them"
                                                .formatted(typed)));
    }

    /**
     * Reads an argument that may be a file, too: a file wins that exists or whose name ends in
     * {@code .xml}.
     *
     * @return empty: it is a file
     */
    public static Optional<DefinitionName> unlessFile(CommandSession session, String typed) {
        if (typed.equals("-") || typed.endsWith(".xml") || isFile(session.path(typed))) {
            return Optional.empty();
        }
        return Optional.of(
                read(typed)
                        .orElseThrow(
                                () ->
                                        Failure.usage(
                                                "there is no file %s, and that is no name of a definition either; name a file or write NAME[@VERSION]"
                                                        .formatted(typed))));
    }

    /** Path of the definition, with its version. */
    public QueryString path(String below) {
        return new QueryString("/definitions/" + ApiClient.segment(name) + below)
                .with("version", version.orElse(null));
    }

    @Override
    public String toString() {
        return name + version.map(number -> "@" + number).orElse("");
    }

    /** A directory may have the name of a definition: it holds the files of its commands. */
    private static boolean isFile(Path path) {
        return Files.exists(path) && !Files.isDirectory(path);
    }

    private static Optional<DefinitionName> read(String typed) {
        Matcher matcher = TYPED.matcher(typed);
        return matcher.matches()
                ? Optional.of(
                        new DefinitionName(matcher.group(1), Optional.ofNullable(matcher.group(2))))
                : Optional.empty();
    }
}
