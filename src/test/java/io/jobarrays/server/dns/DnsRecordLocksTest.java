package io.jobarrays.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.TestDatabase;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Writers of the same records at the same time. */
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class DnsRecordLocksTest {
    private static final int ROUNDS = 150;
    private static final int NAMES = 40;
    private static final String ARRAY = "locks";

    @Inject DnsRecordRows records;

    @AfterEach
    void delete() {
        QuarkusTransaction.requiringNew().run(() -> DnsRecord.delete("arrayId", ARRAY));
    }

    @Test
    void writersInDifferentOrdersDoNotWaitForEachOther() throws Exception {
        records.setDesired(ARRAY, names("10.0.0.1"));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> publisher =
                    threads.submit(
                            () -> rounds(i -> records.setDesired(ARRAY, names("10.0.0." + i % 9))));
            Future<?> confirmer = threads.submit(() -> rounds(i -> records.confirm(reversed())));

            assertThat(failure(publisher)).isEmpty();
            assertThat(failure(confirmer)).isEmpty();
        }
    }

    private static void rounds(IntConsumer round) {
        IntStream.range(0, ROUNDS).forEach(round);
    }

    private List<RecordChange.Upsert> reversed() {
        return QuarkusTransaction.requiringNew()
                .call(
                        () ->
                                DnsRecord.<DnsRecord>list("arrayId = ?1 order by id desc", ARRAY)
                                        .stream()
                                        .map(DnsRecord::toUpsert)
                                        .toList());
    }

    private static String failure(Future<?> thread) throws InterruptedException {
        try {
            thread.get();
            return "";
        } catch (ExecutionException e) {
            return String.valueOf(e.getCause());
        }
    }

    private static SequencedMap<String, List<String>> names(String address) {
        SequencedMap<String, List<String>> names = new LinkedHashMap<>();
        IntStream.range(0, NAMES)
                .forEach(
                        i ->
                                names.put(
                                        "locks-%d.5k0zfnmq.spore.host".formatted(i),
                                        List.of(address)));
        return names;
    }
}
