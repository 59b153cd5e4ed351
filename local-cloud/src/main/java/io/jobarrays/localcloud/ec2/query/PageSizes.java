package io.jobarrays.localcloud.ec2.query;

import io.jobarrays.localcloud.protocol.AwsError;
import org.jspecify.annotations.Nullable;

/**
 * Sizes of a page that a describe call accepts.
 *
 * @param unspecified size of a page of a request without {@code MaxResults}
 */
public record PageSizes(int min, int max, int unspecified) {
    /** Most operations: 5 to 1000; a request without a size gets all items. */
    public static final PageSizes COMMON = new PageSizes(5, 1000, Integer.MAX_VALUE);

    int check(@Nullable Integer requested) {
        if (requested == null) {
            return unspecified;
        }
        if (requested < min || requested > max) {
            throw new AwsError(
                    "InvalidParameterValue",
                    "Value ( %d ) for parameter maxResults is invalid. Expecting a value between %d and %d."
                            .formatted(requested, min, max));
        }
        return requested;
    }
}
