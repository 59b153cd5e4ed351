package io.jobarrays.localcloud.ec2.spot;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKind.Feature;
import io.jobarrays.localcloud.ec2.catalogue.InstanceKinds;
import io.jobarrays.localcloud.ec2.catalogue.VpcSubnet;
import io.jobarrays.localcloud.ec2.instance.EmulatedLaunch;
import io.jobarrays.localcloud.ec2.instance.SpotTerms;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.ec2.query.Ec2Page;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
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

/** Spot prices per instance type and zone, with history; used under the lock of the instances. */
public final class SpotMarket {
    /** The spot price at first, as a part of the on-demand price. */
    private static final BigDecimal PART_OF_ON_DEMAND_PRICE = new BigDecimal("0.4");

    private static final String PRODUCT = "Linux/UNIX";
    private static final Ec2Filters<Quote> FILTERS =
            Ec2Filters.byFields(
                    Map.of(
                            "availability-zone", quote -> Stream.of(quote.zone()),
                            "instance-type", quote -> Stream.of(quote.kind()),
                            "product-description", _ -> Stream.of(PRODUCT),
                            "spot-price", quote -> Stream.of(quote.text())));

    /** Oldest first. */
    private final List<Quote> quotes = new ArrayList<>();

    private final Account account;
    private final SizeLimits sizes;
    private final Clock clock;

    public SpotMarket(Account account, SizeLimits sizes, Clock clock) {
        this.account = account;
        this.sizes = sizes;
        this.clock = clock;
        Instant start = clock.instant();
        for (InstanceKind kind : InstanceKinds.all()) {
            for (VpcSubnet subnet : account.subnets()) {
                Optional<BigDecimal> price = initialPrice(kind, subnet);
                price.ifPresent(it -> quotes.add(new Quote(kind.name(), subnet.zone(), it, start)));
            }
        }
    }

    /** Current price in USD per hour. */
    public BigDecimal price(EmulatedLaunch launch) {
        return quotes.reversed().stream()
                .filter(it -> it.matches(launch.kind().name(), launch.subnet().zone()))
                .findFirst()
                .map(Quote::price)
                .orElse(BigDecimal.ZERO);
    }

    /**
     * Sets the price in one zone or in all zones that offer the type.
     *
     * @throws AwsError {@code InvalidParameterValue} for a zone that does not offer it
     */
    public void setPrice(InstanceKind kind, Optional<String> zone, BigDecimal price) {
        zone.ifPresent(it -> account.subnet(Optional.empty(), Optional.of(it)));
        if (zone.filter(it -> !kind.isOfferedIn(it)).isPresent()) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "The zone %s does not offer the instance type %s."
                            .formatted(zone.get(), kind.name()));
        }
        account.subnets().stream()
                .map(VpcSubnet::zone)
                .filter(kind::isOfferedIn)
                .filter(it -> zone.isEmpty() || zone.get().equals(it))
                .forEach(it -> quotes.add(new Quote(kind.name(), it, price, clock.instant())));
    }

    /**
     * Compares the launch's maximum price with the current price.
     *
     * @throws AwsError {@code SpotMaxPriceTooLow}
     */
    public void checkMaxPrice(EmulatedLaunch launch) {
        BigDecimal price = price(launch);
        Optional<BigDecimal> maxPrice =
                launch.market().filter(it -> !it.accepts(price)).flatMap(SpotTerms::maxPrice);
        if (maxPrice.isPresent()) {
            throw new AwsError(
                    "SpotMaxPriceTooLow",
                    "Your Spot request price of %s is lower than the minimum required Spot request fulfillment price of %s."
                            .formatted(maxPrice.get().toPlainString(), price.toPlainString()));
        }
    }

    public DescribeSpotPriceHistoryResponse history(DescribeSpotPriceHistoryRequest request) {
        Optional.ofNullable(request.availabilityZone())
                .ifPresent(it -> account.subnet(Optional.empty(), Optional.of(it)));
        List<Quote> matching =
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
                Ec2Page.of(
                        matching,
                        Quote::sortKey,
                        // API reference of MaxResults: at most 1000, also without it.
                        sizes.of(AccountSize.PAGE_ITEMS).max(),
                        request.maxResults(),
                        request.nextToken());
        return DescribeSpotPriceHistoryResponse.builder()
                .spotPriceHistory(page.items().stream().map(Quote::view).toList())
                .nextToken(page.next().orElse(""))
                .build();
    }

    /** Quotes valid in that period, including the last one before it. */
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

    /** Empty where the type is not offered, not as spot, or its on-demand price is not known. */
    private static Optional<BigDecimal> initialPrice(InstanceKind kind, VpcSubnet subnet) {
        return kind.usdPerHour()
                .filter(it -> kind.has(Feature.SPOT) && kind.isOfferedIn(subnet.zone()))
                .map(PART_OF_ON_DEMAND_PRICE::multiply);
    }

    private static boolean isRequested(List<String> names, String name) {
        return names.isEmpty() || names.contains(name);
    }

    private record Quote(String kind, String zone, BigDecimal price, Instant at) {
        boolean matches(String kindName, String zoneName) {
            return kind.equals(kindName) && zone.equals(zoneName);
        }

        String pool() {
            return kind + " " + zone;
        }

        /** Sort key that lists the newest quote first, as AWS does. */
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
