package io.jobarrays.server.instances.ec2;

import io.jobarrays.server.aws.AwsFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Call for many instances. EC2 refuses a call with one bad id: a refused call is made again without
 * the ids that the refusal names, or in two halves when it names none.
 */
final class BulkCall {
    /** EC2 accepts at most this many ids per call. */
    static final int MAX_IDS_PER_CALL = 1000;

    private static final Pattern INSTANCE_ID = Pattern.compile("\\bi-[0-9A-Za-z-]+");

    private final String operation;
    private final int maxIds;
    private final Function<List<String>, List<String>> call;
    private final List<String> done = new ArrayList<>();
    private final Map<String, String> refused = new HashMap<>();
    private final List<String> unknown = new ArrayList<>();
    private @Nullable AwsFailure throttledBy;

    /**
     * @param operation for the sentence: {@code stopping}
     * @param call returns the ids that EC2 confirmed
     */
    BulkCall(String operation, Function<List<String>, List<String>> call) {
        this(operation, MAX_IDS_PER_CALL, call);
    }

    /**
     * @param maxIds ids per call that EC2 accepts for this operation
     */
    BulkCall(String operation, int maxIds, Function<List<String>, List<String>> call) {
        this.operation = operation;
        this.maxIds = maxIds;
        this.call = call;
    }

    BulkResult runFor(Collection<String> instanceIds) {
        List<String> all = List.copyOf(instanceIds);
        for (int from = 0; from < all.size(); from += maxIds) {
            List<String> ids = all.subList(from, Math.min(all.size(), from + maxIds));
            if (throttledBy == null) {
                batch(ids);
            } else {
                // The limit would refuse it as well.
                refuse(ids, throttledBy);
            }
        }
        return new BulkResult(done, refused, unknown, throttledBy != null);
    }

    private void batch(List<String> ids) {
        try {
            done.addAll(call.apply(ids));
        } catch (SdkException e) {
            AwsFailure failure =
                    AwsFailure.of("%s %d instances".formatted(operation, ids.size()), e);
            if (ids.size() > 1 && concernsSingleId(failure)) {
                repeat(ids, failure);
            } else {
                refuse(ids, failure);
            }
        }
    }

    private void repeat(List<String> ids, AwsFailure failure) {
        List<String> named = namedIn(String.valueOf(failure.getMessage()), ids);
        if (named.isEmpty()) {
            int middle = ids.size() / 2;
            batch(ids.subList(0, middle));
            batch(ids.subList(middle, ids.size()));
            return;
        }
        refuse(named, failure);
        List<String> rest = new ArrayList<>(ids);
        rest.removeAll(Set.copyOf(named));
        if (!rest.isEmpty()) {
            batch(rest);
        }
    }

    private void refuse(List<String> ids, AwsFailure failure) {
        ids.forEach(id -> refused.put(id, String.valueOf(failure.getMessage())));
        if (failure.kind() == AwsFailure.Kind.CONSISTENCY) {
            unknown.addAll(ids);
        }
        if (failure.kind() == AwsFailure.Kind.THROTTLED) {
            throttledBy = failure;
        }
    }

    /** {@code The instance IDs 'i-1, i-2' do not exist}. */
    private static List<String> namedIn(String message, List<String> ids) {
        Set<String> named =
                INSTANCE_ID
                        .matcher(message)
                        .results()
                        .map(MatchResult::group)
                        .collect(Collectors.toSet());
        return ids.stream().filter(named::contains).toList();
    }

    /** Whether one id may be the cause, so that the call can succeed for the others. */
    private static boolean concernsSingleId(AwsFailure failure) {
        return switch (failure.kind()) {
            case CONSISTENCY, CONFIG, DENIED -> true;
            case CAPACITY, THROTTLED, QUOTA, UNREACHABLE, AMBIGUOUS -> false;
        };
    }
}
