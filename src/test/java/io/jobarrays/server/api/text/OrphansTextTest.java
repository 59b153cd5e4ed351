package io.jobarrays.server.api.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jobarrays.server.api.view.OrphanView;
import io.jobarrays.server.instances.watch.OrphanResult;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrphansTextTest {
    private static final Instant NOW = Instant.parse("2026-01-13T12:00:00Z");

    @Test
    void printsAgePriceAndSum() {
        OrphanView priced =
                orphan("i-1", "m7i.large", new BigDecimal("0.1008"), NOW.plusSeconds(60));
        OrphanView other = orphan("i-2", "m7i.large", new BigDecimal("0.1008"), null);

        assertThat(OrphansText.of(List.of(priced, other), NOW))
                .isEqualTo(
                        """
                        INSTANCE  TYPE       AZ          STATE    AGE     USD/HOUR  ARRAY                  ENDS
                        i-1       m7i.large  us-east-1a  running  2h5m3s  0.1008    train-20260113-k3x9qz  in 1m
                        i-2       m7i.large  us-east-1a  running  2h5m3s  0.1008    train-20260113-k3x9qz  -

                        2 instances: 0.2016 USD an hour (on demand, us-east-1, as of 2026-07-20).
                        """);
    }

    @Test
    void saysHowManyPricesAreUnknown() {
        assertThat(OrphansText.of(List.of(orphan("i-1", "x9.large", null, null)), NOW))
                .contains("x9.large  us-east-1a  running  2h5m3s  -  ")
                .endsWith("as of 2026-07-20), and 1 without a known price.\n");
    }

    @Test
    void printsOneRowPerResult() {
        List<OrphanResult> results =
                List.of(
                        new OrphanResult("i-1", true, "shutting-down"),
                        new OrphanResult("i-2", false, "is not an orphan"));

        assertThat(OrphansText.results(results))
                .isEqualTo(
                        """
                        INSTANCE  RESULT
                        i-1       shutting-down
                        i-2       FAILED: is not an orphan
                        """);
        assertThat(OrphansText.of(List.of(), NOW)).isEqualTo("No orphans.\n");
    }

    private static OrphanView orphan(
            String id, String type, @Nullable BigDecimal price, @Nullable Instant terminatedAt) {
        return new OrphanView(
                id,
                type,
                "us-east-1a",
                "running",
                NOW.minusSeconds(7503),
                "train-20260113-k3x9qz",
                price,
                terminatedAt);
    }
}
