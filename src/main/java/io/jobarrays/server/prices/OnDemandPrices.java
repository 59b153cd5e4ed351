package io.jobarrays.server.prices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * On-demand prices for Linux in us-east-1, from {@code data/ec2-instance-types.tsv}; no call to
 * AWS.
 */
public final class OnDemandPrices {
    private static final Pattern DATE = Pattern.compile("on (\\d{4}-\\d{2}-\\d{2})");
    private static final Table TABLE = read();

    private OnDemandPrices() {}

    /**
     * @param source what the prices are, for people: {@code on demand, us-east-1, as of 2026-07-20}
     */
    private record Table(String source, Map<String, BigDecimal> usdPerHour) {}

    /** Price of one instance in USD an hour; empty for a type without a known price. */
    public static Optional<BigDecimal> usdPerHour(String instanceType) {
        return Optional.ofNullable(TABLE.usdPerHour().get(instanceType));
    }

    /** Market, region and date of all prices. */
    public static String source() {
        return TABLE.source();
    }

    /** Price of a number of instances: {@code 0.8064 USD an hour}. */
    public static Optional<String> of(String instanceType, int count) {
        return usdPerHour(instanceType)
                .map(it -> amount(it.multiply(BigDecimal.valueOf(count))) + " USD an hour");
    }

    /** The number without trailing zeros, as {@code 3.84} and {@code 10}. */
    public static String amount(BigDecimal usd) {
        return usd.stripTrailingZeros().toPlainString();
    }

    private static Table read() {
        try (InputStream in =
                        Objects.requireNonNull(
                                OnDemandPrices.class.getResourceAsStream(
                                        "ec2-instance-types.tsv"));
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return table(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Table table(List<String> lines) {
        Matcher date = DATE.matcher(lines.getFirst());
        String day = date.find() ? date.group(1) : "unknown";
        List<String> columns = fields(lines.get(1));
        int type = columns.indexOf("type");
        int price = columns.indexOf("usd_per_hour_us_east_1");
        return new Table(
                "on demand, us-east-1, as of " + day,
                lines.stream()
                        .skip(2)
                        .map(OnDemandPrices::fields)
                        .filter(row -> !row.get(price).isEmpty())
                        .collect(
                                Collectors.toUnmodifiableMap(
                                        row -> row.get(type),
                                        row -> new BigDecimal(row.get(price)))));
    }

    private static List<String> fields(String line) {
        return List.of(line.split("\t", -1));
    }
}
