package io.jobarrays.server.api.view;

import io.jobarrays.contract.Paths;
import io.jobarrays.contract.Refusal;
import io.jobarrays.contract.globs.CollectGlobs;
import io.jobarrays.server.files.archives.Output;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Chooses the collected file of each index that a table reads. */
public final class ResultFileChoice {
    private final @Nullable String glob;
    private final CollectGlobs globs;

    /**
     * @param glob null: the only JSON or CSV file
     */
    public ResultFileChoice(@Nullable String glob) {
        this.glob = glob;
        this.globs = parse(glob == null ? "**" : glob);
    }

    private static CollectGlobs parse(String glob) {
        try {
            return CollectGlobs.parse(List.of(glob));
        } catch (Refusal refusal) {
            throw new Refusal(refusal.sentence().replaceFirst("^collect", "file"));
        }
    }

    /**
     * Empty if the index has none.
     *
     * @throws Refusal if it has several
     */
    public Optional<String> of(Output output) {
        List<String> found =
                output.files().stream()
                        .filter(ResultFileChoice::isTable)
                        .filter(file -> globs.includes(file, false))
                        .toList();
        if (found.size() > 1) {
            throw new Refusal(
                    "file: index %d collected %s; name one, or a glob that matches one of each index"
                            .formatted(output.index(), String.join(", ", found)));
        }
        return found.stream().findFirst();
    }

    /** For sentences. */
    public String name() {
        return glob == null ? "JSON or CSV file" : "file " + glob;
    }

    private static boolean isTable(String file) {
        String lower = file.toLowerCase(Locale.ROOT);
        return (lower.endsWith(".json") || lower.endsWith(".csv"))
                && !file.equals(Paths.PARAMETERS);
    }
}
