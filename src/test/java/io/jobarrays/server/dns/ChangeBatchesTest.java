package io.jobarrays.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** No request exceeds the limits of Route 53. */
class ChangeBatchesTest {
    @Test
    void splitsAThousandMembersIntoTwoRequests() {
        List<RecordChange> changes =
                IntStream.range(0, 1000)
                        .<RecordChange>mapToObj(i -> upsert("n" + i, List.of("10.0.0.1")))
                        .toList();

        var batches = ChangeBatches.of(changes);

        assertThat(batches).extracting(List::size).containsExactly(500, 500);
        assertThat(batches.stream().flatMap(List::stream).toList()).isEqualTo(changes);
    }

    @Test
    void countsDeletionsOnce() {
        List<RecordChange> changes =
                IntStream.range(0, 1001)
                        .<RecordChange>mapToObj(
                                i ->
                                        new RecordChange.Delete(
                                                i, "n" + i, List.of("10.0.0.1"), List.of()))
                        .toList();

        assertThat(ChangeBatches.of(changes)).extracting(List::size).containsExactly(1000, 1);
    }

    @Test
    void countsEveryValueOfARecord() {
        List<String> addresses =
                IntStream.range(0, 400)
                        .mapToObj(i -> "10.0.%d.%d".formatted(i / 256, i % 256))
                        .toList();

        var batches = ChangeBatches.of(List.of(upsert("a", addresses), upsert("b", addresses)));

        assertThat(batches).hasSize(2);
    }

    @Test
    void limitsCharactersOfARequest() {
        List<String> long400 = Collections.nCopies(400, "x".repeat(32));

        var batches =
                ChangeBatches.of(
                        List.of(upsert("a", long400), upsert("b", List.of("y".repeat(4000)))));

        assertThat(batches).hasSize(2);
    }

    @Test
    void makesNoRequestWithoutChanges() {
        assertThat(ChangeBatches.of(List.of())).isEmpty();
    }

    private static RecordChange upsert(String name, List<String> addresses) {
        return new RecordChange.Upsert(1, name, addresses);
    }
}
