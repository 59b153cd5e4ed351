package io.jobarrays.localcloud.ec2.query;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * Filters of a describe call: an item must match every filter by at least one of its values.
 *
 * @param <T> type of the filtered items
 */
public final class Ec2Filters<T> {
    private final Map<String, Function<T, Stream<String>>> fields;
    private final Optional<Function<T, Map<String, String>>> tags;

    private Ec2Filters(
            Map<String, Function<T, Stream<String>>> fields,
            Optional<Function<T, Map<String, String>>> tags) {
        this.fields = fields;
        this.tags = tags;
    }

    /** Filters by these fields only. */
    public static <T> Ec2Filters<T> byFields(Map<String, Function<T, Stream<String>>> fields) {
        return new Ec2Filters<>(fields, Optional.empty());
    }

    /** Filters also by {@code tag:KEY} and {@code tag-key}. */
    public Ec2Filters<T> andTags(Function<T, Map<String, String>> tagsOf) {
        return new Ec2Filters<>(fields, Optional.of(tagsOf));
    }

    /**
     * Predicate for all filters.
     *
     * @throws AwsError for an unknown filter, which would otherwise match everything
     */
    public Predicate<T> matching(List<Filter> filters) {
        return filters.stream().map(this::matching).reduce(it -> true, Predicate::and);
    }

    private Predicate<T> matching(Filter filter) {
        String name = filter.name() == null ? "" : filter.name();
        if (!filter.hasValues()) {
            throw new AwsError("InvalidParameterValue", "The filter '" + name + "' has no value.");
        }
        List<WildcardPattern> patterns =
                filter.values().stream().map(WildcardPattern::compile).toList();
        Function<T, Stream<String>> field = field(name);
        return it ->
                field.apply(it).anyMatch(text -> patterns.stream().anyMatch(p -> p.matches(text)));
    }

    private Function<T, Stream<String>> field(String name) {
        Function<T, Stream<String>> known = fields.get(name);
        if (known != null) {
            return known;
        }
        if (tags.isPresent() && name.equals("tag-key")) {
            return it -> tags.get().apply(it).keySet().stream();
        }
        if (tags.isPresent() && name.startsWith("tag:")) {
            String key = name.substring("tag:".length());
            return it -> Stream.ofNullable(tags.get().apply(it).get(key));
        }
        throw new AwsError("InvalidParameterValue", "The filter '" + name + "' is invalid");
    }
}
