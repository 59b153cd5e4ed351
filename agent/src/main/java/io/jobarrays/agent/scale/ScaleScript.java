package io.jobarrays.agent.scale;

import io.jobarrays.contract.Refusal;
import java.util.Arrays;
import java.util.List;

/**
 * Work of a machine in scale mode: statements separated by semicolons or line ends, carried out in
 * order.
 *
 * <p>User data may begin with {@code #!}; lines that begin with {@code #} are comments.
 */
record ScaleScript(List<GuardedStatement> statements) {

    /**
     * @throws Refusal for a statement that is not of the language
     */
    static ScaleScript parse(String text) {
        return new ScaleScript(
                text.lines()
                        .filter(line -> !line.stripLeading().startsWith("#"))
                        .flatMap(line -> Arrays.stream(line.split(";", -1)))
                        .map(String::strip)
                        .filter(statement -> !statement.isEmpty())
                        .map(GuardedStatement::parse)
                        .toList());
    }

    /** Statements of one attempt of one index. */
    List<ScaleStatement> statements(int index, int attempt) {
        return statements.stream()
                .filter(statement -> statement.appliesTo(index, attempt))
                .map(GuardedStatement::statement)
                .toList();
    }
}
