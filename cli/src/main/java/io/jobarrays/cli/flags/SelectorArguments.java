package io.jobarrays.cli.flags;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Arguments that name the target of a verb in one of three forms. */
public final class SelectorArguments {
    @Parameters(
            paramLabel = "SELECTOR",
            arity = "0..1",
            description = "array id, array name, member (compute-3, compute[0-4,7]) or instance id")
    private @Nullable String selector;

    @Mixin private final ArrayOption arrayOption = new ArrayOption();

    /** Returns the given target; fails unless exactly one form is given. */
    public String selected() {
        return arrayOption.select(selector == null ? List.of() : List.of(selector), "");
    }
}
