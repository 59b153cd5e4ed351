package io.jobarrays.localcloud.s3;

import java.util.Arrays;
import java.util.Optional;

/** Headers {@code If-Match} and {@code If-None-Match}. */
final class Conditions {
    private Conditions() {}

    /**
     * @throws io.jobarrays.localcloud.protocol.AwsError {@code PreconditionFailed}
     */
    static void checkWrite(S3Request request, Optional<StoredObject> present) {
        boolean matches =
                request.header("If-Match").map(tags -> matches(tags, present)).orElse(true);
        boolean absent =
                request.header("If-None-Match").map(tags -> !matches(tags, present)).orElse(true);
        if (!matches || !absent) {
            throw S3Error.PRECONDITION_FAILED.error();
        }
    }

    /**
     * @return whether the reader has the object already: status 304
     * @throws io.jobarrays.localcloud.protocol.AwsError {@code PreconditionFailed}
     */
    static boolean isUnchanged(S3Request request, StoredObject object) {
        Optional<StoredObject> present = Optional.of(object);
        if (!request.header("If-Match").map(tags -> matches(tags, present)).orElse(true)) {
            throw S3Error.PRECONDITION_FAILED.error();
        }
        return request.header("If-None-Match").map(tags -> matches(tags, present)).orElse(false);
    }

    private static boolean matches(String tags, Optional<StoredObject> present) {
        return present.isPresent()
                && Arrays.stream(tags.split(",", -1))
                        .map(tag -> tag.strip().replace("\"", ""))
                        .anyMatch(tag -> tag.equals("*") || tag.equals(present.get().etag()));
    }
}
