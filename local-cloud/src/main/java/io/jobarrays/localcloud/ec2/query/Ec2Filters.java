package io.jobarrays.localcloud.ec2.query;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.Filter;

/**
 * The filters of a describe call: all must match, each through any of its values.
 *
 * @param <T> what is filtered
 */
public final class Ec2Filters<T> {
    private static final int MAX_VALUES_PER_FILTER = 200;

    private final Map<String, Function<T, Stream<String>>> fields;
    private final Optional<Function<T, Map<String, String>>> tags;

    private Ec2Filters(
            Map<String, Function<T, Stream<String>>> fields,
            Optional<Function<T, Map<String, String>>> tags) {
        this.fields = fields;
        this.tags = tags;
    }

    /** Filters by these names only. */
    public static <T> Ec2Filters<T> byFields(Map<String, Function<T, Stream<String>>> fields) {
        return new Ec2Filters<>(fields, Optional.empty());
    }

    /** Filters by these names, by {@code tag:KEY} and by {@code tag-key}. */
    public Ec2Filters<T> andTags(Function<T, Map<String, String>> itsTags) {
        return new Ec2Filters<>(fields, Optional.of(itsTags));
    }

    /** One test of all of them; refuses the name nobody knows, which would match everything. */
    public Predicate<T> matching(List<Filter> filters) {
        return filters.stream().map(this::matching).reduce(it -> true, Predicate::and);
    }

    private Predicate<T> matching(Filter filter) {
        String name = filter.name() == null ? "" : filter.name();
        if (!filter.hasValues()) {
            throw new AwsError("InvalidParameterValue", "The filter '" + name + "' has no value.");
        }
        if (filter.values().size() > MAX_VALUES_PER_FILTER) {
            throw new AwsError(
                    "FilterLimitExceeded", "The maximum number of filter values is 200.");
        }
        List<Pattern> patterns = filter.values().stream().map(Wildcards::compile).toList();
        Function<T, Stream<String>> field = field(name);
        return it ->
                field.apply(it)
                        .anyMatch(
                                text -> patterns.stream().anyMatch(p -> p.matcher(text).matches()));
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
