package io.jobarrays.server.api.text;

import io.jobarrays.contract.IndexSet;
import io.jobarrays.server.batch.view.DefinitionVersion;
import io.jobarrays.server.batch.view.DefinitionView;
import java.util.List;

/** Table of the stored definitions, a row each. */
public final class DefinitionsText {
    private DefinitionsText() {}

    public static String of(List<DefinitionView> definitions) {
        if (definitions.isEmpty()) {
            return "No definitions.\n";
        }
        Columns columns = new Columns();
        columns.row("NAME", "NEWEST", "VERSIONS", "CREATED");
        definitions.forEach(
                definition ->
                        columns.row(
                                definition.name(),
                                definition.version(),
                                versions(definition),
                                StatusText.seconds(definition.createdAt())));
        return columns.text("");
    }

    private static String versions(DefinitionView definition) {
        return IndexSet.of(definition.versions().stream().map(DefinitionVersion::version).toList())
                .ranges();
    }
}
