package io.jobarrays.agent.aws;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Object in S3. */
public record S3Place(String bucket, String key) {
    /**
     * Address of a request. Path style for the endpoint of a local cloud and for buckets with dots,
     * whose name does not match S3's certificate; else virtual-hosted style.
     *
     * @param endpoint empty for AWS
     * @param query parameters of the operation
     */
    URI address(String endpoint, String region, Map<String, String> query) {
        boolean inPath = !endpoint.isEmpty() || bucket.contains(".");
        String aws = "s3.%s.amazonaws.com".formatted(region);
        String base =
                endpoint.isEmpty()
                        ? "https://" + (inPath ? aws : bucket + "." + aws)
                        : endpoint.replaceAll("/+$", "");
        String path = (inPath ? "/" + bucket : "") + "/" + encode(key, "/");
        String parameters =
                new TreeMap<>(query)
                        .entrySet().stream()
                                .map(it -> it.getKey() + "=" + encode(it.getValue(), ""))
                                .collect(Collectors.joining("&"));
        return URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    private static String encode(String text, String plain) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            boolean letter = c < 128 && Character.isLetterOrDigit(c);
            boolean kept = letter || ("-_.~" + plain).indexOf(c) >= 0;
            out.append(kept ? "" + c : "%" + HexFormat.of().withUpperCase().toHexDigits(b));
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }
}
