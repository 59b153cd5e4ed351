package io.jobarrays.server.api.text;

import io.jobarrays.contract.Durations;
import io.jobarrays.server.api.view.OrphanView;
import io.jobarrays.server.instances.watch.OrphanResult;
import io.jobarrays.server.prices.OnDemandPrices;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Text of {@code spawn orphans}: a row per instance with age and price, and the sum. */
public final class OrphansText {
    private OrphansText() {}

    public static String of(List<OrphanView> orphans, Instant now) {
        if (orphans.isEmpty()) {
            return "No orphans.\n";
        }
        Columns columns = new Columns();
        columns.row("INSTANCE", "TYPE", "AZ", "STATE", "AGE", "USD/HOUR", "ARRAY", "ENDS");
        for (OrphanView orphan : orphans) {
            columns.row(
                    orphan.instanceId(),
                    orphan.instanceType(),
                    orphan.az(),
                    orphan.state(),
                    between(orphan.launchedAt(), now),
                    amount(orphan.usdPerHour()),
                    orphan.jobArrayId(),
                    ends(orphan.terminatedAt(), now));
        }
        return "%s\n%s: %s.\n".formatted(columns.text(""), size(orphans), price(orphans));
    }

    public static String results(List<OrphanResult> results) {
        if (results.isEmpty()) {
            return "No orphans.\n";
        }
        Columns columns = new Columns();
        columns.row("INSTANCE", "RESULT");
        for (OrphanResult one : results) {
            columns.row(one.instanceId(), one.ok() ? one.result() : "FAILED: " + one.result());
        }
        return columns.text("");
    }

    private static String size(List<OrphanView> orphans) {
        return Counts.instances(orphans.size());
    }

    /** {@code 0.0416 USD an hour (on demand, us-east-1, as of 2026-07-20)}. */
    private static String price(List<OrphanView> orphans) {
        List<BigDecimal> known =
                orphans.stream().map(OrphanView::usdPerHour).filter(Objects::nonNull).toList();
        String sum =
                "%s USD an hour (%s)"
                        .formatted(
                                OnDemandPrices.amount(
                                        known.stream().reduce(BigDecimal.ZERO, BigDecimal::add)),
                                OnDemandPrices.source());
        int without = orphans.size() - known.size();
        return without == 0 ? sum : "%s, and %d without a known price".formatted(sum, without);
    }

    private static @Nullable String amount(@Nullable BigDecimal usd) {
        return usd == null ? null : OnDemandPrices.amount(usd);
    }

    private static String between(Instant from, Instant to) {
        Duration span = Duration.between(from, to);
        return Durations.format(span.isNegative() ? Duration.ZERO : span);
    }

    private static @Nullable String ends(@Nullable Instant at, Instant now) {
        return at == null ? null : "in " + between(now, at);
    }
}
