package io.jobarrays.localcloud.s3;

import io.jobarrays.localcloud.front.HttpCall;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Request with bucket and key of its path, {@code /bucket/key}.
 *
 * @param bucket empty: the account
 * @param key empty: the bucket
 */
record S3Request(HttpCall call, String bucket, String key) {
    static S3Request of(HttpCall call) {
        String[] path = call.path().substring(1).split("/", 2);
        return new S3Request(call, decode(path[0]), path.length < 2 ? "" : decode(path[1]));
    }

    Map<String, String> query() {
        return call.queryParameters();
    }

    Optional<String> header(String name) {
        return call.header(name);
    }

    /** Name of the operation as S3 has it, also for one that is not implemented. */
    String operation() {
        if (bucket.isEmpty()) {
            return call.method().equals("GET") ? "ListBuckets" : verb();
        }
        return key.isEmpty() ? ofBucket() : ofObject();
    }

    private String ofBucket() {
        if (query().containsKey("list-type")) {
            return "ListObjectsV2";
        }
        for (String name : query().keySet()) {
            switch (name) {
                case "versions" -> {
                    return "ListObjectVersions";
                }
                case "uploads" -> {
                    return "ListMultipartUploads";
                }
                case "delete" -> {
                    return "DeleteObjects";
                }
                default -> {
                    if (isSubresource(name)) {
                        return verb() + "Bucket" + camel(name);
                    }
                }
            }
        }
        return switch (call.method()) {
            case "GET" -> "ListObjects";
            case "PUT" -> "CreateBucket";
            case "POST" -> "PostObject";
            default -> verb() + "Bucket";
        };
    }

    private String ofObject() {
        boolean copies = header("x-amz-copy-source").isPresent();
        if (query().containsKey("uploadId")) {
            return switch (call.method()) {
                case "PUT" -> copies ? "UploadPartCopy" : "UploadPart";
                case "POST" -> "CompleteMultipartUpload";
                case "DELETE" -> "AbortMultipartUpload";
                default -> "ListParts";
            };
        }
        if (query().containsKey("uploads")) {
            return "CreateMultipartUpload";
        }
        for (String name : query().keySet()) {
            if (isSubresource(name)) {
                return verb() + "Object" + camel(name);
            }
        }
        return copies && call.method().equals("PUT") ? "CopyObject" : verb() + "Object";
    }

    /** A parameter without a value that names a part of a bucket or object, such as its ACL. */
    private boolean isSubresource(String name) {
        return query().getOrDefault(name, "").isEmpty() && name.matches("[a-z][A-Za-z-]*");
    }

    /** {@code Get} for GET. */
    private String verb() {
        return call.method().charAt(0) + call.method().substring(1).toLowerCase(Locale.ROOT);
    }

    private static String camel(String name) {
        StringBuilder camel = new StringBuilder();
        for (String word : name.split("-", -1)) {
            if (!word.isEmpty()) {
                camel.append(Character.toUpperCase(word.charAt(0))).append(word.substring(1));
            }
        }
        return camel.toString();
    }

    private static String decode(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
