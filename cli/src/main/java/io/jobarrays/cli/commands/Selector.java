package io.jobarrays.cli.commands;

import io.jobarrays.cli.Failure;
import io.jobarrays.cli.http.Api;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what a verb acts on, in one of three forms. */
final class Selector {
    @Parameters(
            paramLabel = "SELECTOR",
            arity = "0..1",
            description = "array id, array name, member (compute-3, compute[0-4,7]) or instance id")
    private @Nullable String selector;

    @Option(
            names = "--job-array-name",
            paramLabel = "NAME",
            description = "the live array of this name")
    private @Nullable String name;

    @Option(names = "--job-array-id", paramLabel = "ID", description = "the array of this id")
    private @Nullable String id;

    /** What was given; exactly one form. */
    String given() {
        int forms = (selector == null ? 0 : 1) + (name == null ? 0 : 1) + (id == null ? 0 : 1);
        if (forms != 1) {
            throw Failure.usage("say which: SELECTOR, --job-array-name NAME or --job-array-id ID");
        }
        return selector != null ? selector : name != null ? name : String.valueOf(id);
    }

    /** Where the server knows it. */
    String path() {
        return "/arrays/" + Api.escape(given());
    }
}
