package io.jobarrays.localcloud;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** Compares the table of sizes with what the control API shows. */
class LimitTableTest {
    @RegisterExtension static final CloudFixture CLOUD = new CloudFixture(1);

    @Test
    void tableHoldsNameMaximumAndSourceOfEverySize() throws Exception {
        List<List<String>> shown =
                SignedRequests.json(CLOUD.signed().control("limits"))
                        .field("sizes")
                        .orElseThrow()
                        .asArray()
                        .stream()
                        .map(
                                size ->
                                        List.of(
                                                text(size, "name"),
                                                text(size, "max"),
                                                text(size, "source")))
                        .toList();

        assertThat(DocumentedTables.rows("Sizes"))
                .extracting(row -> List.of(row.get(0), row.get(1), row.get(3)))
                .isEqualTo(shown);
    }

    private static String text(JsonNode size, String name) {
        return size.field(name).orElseThrow().text();
    }
}
