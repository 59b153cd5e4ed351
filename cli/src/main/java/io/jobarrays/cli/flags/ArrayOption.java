package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Flags that name an array instead of a selector. */
public final class ArrayOption {
    @Option(names = "--job-array-name", paramLabel = "NAME", description = "name of a live array")
    private @Nullable String name;

    @Option(names = "--job-array-id", paramLabel = "ID", description = "id of an array")
    private @Nullable String id;

    /**
     * Returns the named array; fails unless exactly one form is given.
     *
     * @param selectors positional selectors, may be empty
     * @param word argument after each form, for the error message; may be empty
     */
    String select(List<String> selectors, String word) {
        List<String> forms = new ArrayList<>(selectors);
        if (name != null) {
            forms.add(name);
        }
        if (id != null) {
            forms.add(id);
        }
        if (forms.size() != 1 || forms.getFirst().isBlank()) {
            throw usage(word);
        }
        return forms.getFirst();
    }

    /**
     * Returns the named array and the one argument after it.
     *
     * @param words positional arguments; include the selector if no flag names the array
     */
    public SelectorAndArgument selectWithArgument(List<String> words, String word) {
        if (words.isEmpty()) {
            throw usage(word);
        }
        return new SelectorAndArgument(
                select(words.subList(0, words.size() - 1), word), words.getLast());
    }

    private static Failure usage(String word) {
        return Failure.usage(
                "say which: SELECTOR%1$s, --job-array-name NAME%1$s or --job-array-id ID%1$s"
                        .formatted(word.isEmpty() ? "" : " " + word));
    }

    /** Target of a verb and its argument: a duration or a number. */
    public record SelectorAndArgument(String selector, String argument) {}
}
