package io.jobarrays.server.api.view;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.jobarrays.server.arrays.view.ArrayView;
import io.jobarrays.server.arrays.view.MemberView;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Instance of a member, with its array.
 *
 * @param jobArrayId null for a standalone instance
 */
public record InstanceView(
        @Nullable String jobArrayId,
        String jobArrayName,
        String region,
        @JsonUnwrapped MemberView member) {

    /** Maps the members that have an instance; skips the others. */
    public static Function<MemberView, Stream<InstanceView>> in(ArrayView array) {
        return member ->
                member.instanceId() == null
                        ? Stream.empty()
                        : Stream.of(
                                new InstanceView(
                                        array.jobArrayId(), array.name(), array.region(), member));
    }
}
