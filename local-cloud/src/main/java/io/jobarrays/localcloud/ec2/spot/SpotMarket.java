package io.jobarrays.localcloud.ec2.spot;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.protocol.AwsError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSpotPriceHistoryResponse;
import software.amazon.awssdk.services.ec2.model.SpotPrice;

/**
 * The spot market: what each type costs in each zone, and has cost; used under the fleet's lock.
 */
public final class SpotMarket {
    private static final BigDecimal USD_PER_VCPU_HOUR = new BigDecimal("0.0125");
    private static final BigDecimal USD_PER_GPU_HOUR = new BigDecimal("0.25");
    private static final String PRODUCT = "Linux/UNIX";
    private static final Ec2Filters<Quote> FILTERS =
            Ec2Filters.byFields(
                    Map.of(
                            "availability-zone", quote -> Stream.of(quote.zone()),
                            "instance-type", quote -> Stream.of(quote.kind()),
                            "product-description", _ -> Stream.of(PRODUCT),
                            "spot-price", quote -> Stream.of(quote.text())));

    /** The oldest first. */
    private final List<Quote> quotes = new ArrayList<>();

    private final Account account;
    private final Clock clock;

    public SpotMarket(Account account, Clock clock) {
        this.account = account;
        this.clock = clock;
        Instant begin = clock.instant();
        for (InstanceKind kind : InstanceKinds.all()) {
            for (VpcSubnet subnet : account.subnets()) {
                quotes.add(new Quote(kind.name(), subnet.zone(), initialPrice(kind), begin));
            }
        }
    }

    /** USD an hour, now. */
    public BigDecimal price(EmulatedLaunch order) {
        return quotes.reversed().stream()
                .filter(it -> it.matches(order.kind().name(), order.subnet().zone()))
                .findFirst()
                .map(Quote::price)
                .orElse(BigDecimal.ZERO);
    }

    /** The market moves, in one zone or in all. */
    public void setPrice(InstanceKind kind, Optional<String> zone, BigDecimal price) {
        zone.ifPresent(it -> account.subnet(Optional.empty(), Optional.of(it)));
        account.subnets().stream()
                .map(VpcSubnet::zone)
                .filter(it -> zone.isEmpty() || zone.get().equals(it))
                .forEach(it -> quotes.add(new Quote(kind.name(), it, price, clock.instant())));
    }

    /** Refuses a launch that offers less than it costs. */
    public void checkMaxPrice(EmulatedLaunch order) {
        BigDecimal price = price(order);
        Optional<BigDecimal> offered =
                order.market().filter(it -> !it.accepts(price)).flatMap(SpotTerms::maxPrice);
        if (offered.isPresent()) {
            throw new AwsError(
                    "SpotMaxPriceTooLow",
                    "Your Spot request price of %s is lower than the minimum required Spot request fulfillment price of %s."
                            .formatted(offered.get().toPlainString(), price.toPlainString()));
        }
    }

    public DescribeSpotPriceHistoryResponse history(DescribeSpotPriceHistoryRequest request) {
        List<Quote> asked =
                validBetween(request.startTime(), request.endTime()).stream()
                        .filter(it -> isRequested(request.instanceTypesAsStrings(), it.kind()))
                        .filter(it -> isRequested(request.productDescriptions(), PRODUCT))
                        .filter(
                                it ->
                                        request.availabilityZone() == null
                                                || request.availabilityZone().equals(it.zone()))
                        .filter(FILTERS.matching(request.filters()))
                        .sorted(Comparator.comparing(Quote::sortKey))
                        .toList();
        Ec2Page<Quote> page =
                Ec2Page.of(asked, Quote::sortKey, request.maxResults(), request.nextToken());
        return DescribeSpotPriceHistoryResponse.builder()
                .spotPriceHistory(page.items().stream().map(Quote::view).toList())
                .nextToken(page.next().orElse(""))
                .build();
    }

    /** What was valid in that time, so also the last quote before it. */
    private Collection<Quote> validBetween(@Nullable Instant from, @Nullable Instant to) {
        List<Quote> found = new ArrayList<>();
        Set<String> closed = new HashSet<>();
        for (Quote quote : quotes.reversed()) {
            boolean late = to != null && quote.at().isAfter(to);
            if (!late && !closed.contains(quote.pool())) {
                found.add(quote);
                if (from != null && !quote.at().isAfter(from)) {
                    closed.add(quote.pool());
                }
            }
        }
        return found;
    }

    private static BigDecimal initialPrice(InstanceKind kind) {
        return USD_PER_VCPU_HOUR
                .multiply(BigDecimal.valueOf(kind.vcpus()))
                .add(USD_PER_GPU_HOUR.multiply(BigDecimal.valueOf(kind.gpus())));
    }

    private static boolean isRequested(List<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }

    private record Quote(String kind, String zone, BigDecimal price, Instant at) {
        boolean matches(String itsKind, String itsZone) {
            return kind.equals(itsKind) && zone.equals(itsZone);
        }

        String pool() {
            return kind + " " + zone;
        }

        /** The newest first, as AWS lists them. */
        String sortKey() {
            return "%019d %s".formatted(Long.MAX_VALUE - at.toEpochMilli(), pool());
        }

        String text() {
            return price.setScale(6, RoundingMode.HALF_UP).toPlainString();
        }

        SpotPrice view() {
            return SpotPrice.builder()
                    .instanceType(kind)
                    .availabilityZone(zone)
                    .productDescription(PRODUCT)
                    .spotPrice(text())
                    .timestamp(at)
                    .build();
        }
    }
}
