package io.jobarrays.server.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A name has at most 400 addresses; more are written as shards. */
class NameShardsTest {
    @Test
    void writesSmallGroupUnderOneNameInOrder() {
        var names =
                NameShards.of(
                        Map.of("Compute.5k0zfnmq.spore.host", List.of("10.0.0.2", "10.0.0.1")));

        assertThat(names)
                .containsExactly(
                        Map.entry("compute.5k0zfnmq.spore.host", List.of("10.0.0.1", "10.0.0.2")));
    }

    @Test
    void splitsLargeGroupIntoShards() {
        List<String> all =
                IntStream.range(0, 1000)
                        .mapToObj(i -> "10.0.%d.%d".formatted(i / 250, i % 250))
                        .toList();

        var names = NameShards.of(Map.of("compute.a.spore.host", all));

        assertThat(names.keySet())
                .containsExactly(
                        "compute.a.spore.host",
                        "compute-g0.a.spore.host",
                        "compute-g1.a.spore.host",
                        "compute-g2.a.spore.host");
        assertThat(names.values()).extracting(List::size).containsExactly(400, 400, 400, 200);
        assertThat(names.values().stream().skip(1).flatMap(List::stream))
                .containsExactlyInAnyOrderElementsOf(all);
    }

    @Test
    void skipsNameWithoutAddresses() {
        assertThat(NameShards.of(Map.of("compute.a.spore.host", List.of()))).isEmpty();
    }
}
