package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.protocol.AwsError;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Headers of an object: those that are kept with it, and those that are refused. */
final class ObjectHeaders {
    private static final List<String> KEPT =
            List.of(
                    "content-type",
                    "cache-control",
                    "content-disposition",
                    "content-encoding",
                    "content-language",
                    "expires");

    /** Headers with a meaning that is not implemented, with the value that changes nothing. */
    private static final Map<String, String> REFUSED =
            Map.ofEntries(
                    Map.entry("x-amz-acl", "private"),
                    Map.entry("x-amz-storage-class", "STANDARD"),
                    Map.entry("x-amz-server-side-encryption", "AES256"),
                    Map.entry("x-amz-server-side-encryption-customer-algorithm", ""),
                    Map.entry("x-amz-tagging", ""),
                    Map.entry("x-amz-website-redirect-location", ""),
                    Map.entry("x-amz-object-lock-mode", ""),
                    Map.entry("x-amz-object-lock-legal-hold", "OFF"),
                    Map.entry("x-amz-write-offset-bytes", ""),
                    Map.entry("if-modified-since", ""),
                    Map.entry("if-unmodified-since", ""));

    private static final String METADATA = "x-amz-meta-";

    private ObjectHeaders() {}

    /** The headers of a new object. */
    static Map<String, String> of(S3Request request) {
        Map<String, String> headers = new TreeMap<>();
        request.call()
                .headerNames()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> KEPT.contains(name) || name.startsWith(METADATA))
                .forEach(name -> headers.put(name, request.header(name).orElse("")));
        headers.computeIfPresent("content-encoding", (name, value) -> withoutChunks(value));
        headers.values().removeIf(String::isEmpty);
        headers.putIfAbsent("content-type", "binary/octet-stream");
        return headers;
    }

    /**
     * @throws AwsError {@code NotImplemented} for a header that would change the effect of the call
     */
    static void refuseOthers(S3Request request) {
        REFUSED.forEach(
                (name, neutral) -> {
                    String value = request.header(name).orElse(neutral);
                    if (!value.equals(neutral)) {
                        throw AwsError.notImplemented("The header " + name + ": " + value);
                    }
                });
    }

    private static String withoutChunks(String encodings) {
        return Arrays.stream(encodings.split(",", -1))
                .map(String::strip)
                .filter(it -> !it.equals("aws-chunked"))
                .collect(Collectors.joining(","));
    }
}
