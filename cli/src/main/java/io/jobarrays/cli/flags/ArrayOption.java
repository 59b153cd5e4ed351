package io.jobarrays.cli.flags;

import io.jobarrays.cli.base.Failure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Names an array by flag, where no selector stands. */
public final class ArrayOption {
    @Option(
            names = "--job-array-name",
            paramLabel = "NAME",
            description = "the live array of this name")
    private @Nullable String name;

    @Option(names = "--job-array-id", paramLabel = "ID", description = "the array of this id")
    private @Nullable String id;

    /**
     * What was named; exactly one form.
     *
     * @param selectors where they stand, or none
     * @param word what stands behind each form in this command, for the sentence; may be empty
     */
    String select(List<String> selectors, String word) {
        List<String> forms = new ArrayList<>(selectors);
        if (name != null) {
            forms.add(name);
        }
        if (id != null) {
            forms.add(id);
        }
        if (forms.size() != 1) {
            throw usage(word);
        }
        return forms.getFirst();
    }

    /**
     * What was named and the one word behind it.
     *
     * @param words as they were typed, the selector among them where no flag names one
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

    /** What a verb acts on, and its word: a span of time, a number. */
    public record SelectorAndArgument(String selector, String argument) {}
}
