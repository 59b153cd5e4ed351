package io.jobarrays.localcloud.front;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parsed Authorization header of Signature Version 4. */
record AuthorizationHeader(
        String keyId,
        String date,
        String region,
        String service,
        List<String> signedHeaders,
        String signature) {

    private static final Pattern HEADER_PATTERN =
            Pattern.compile(
                    "AWS4-HMAC-SHA256 +Credential=([^/,]+)/(\\d{8})/([^/,]+)/([^/,]+)/aws4_request"
                            + ", *SignedHeaders=([^,]+), *Signature=([0-9a-f]{64})");

    static Optional<AuthorizationHeader> parse(String header) {
        Matcher parts = HEADER_PATTERN.matcher(header);
        if (!parts.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new AuthorizationHeader(
                        parts.group(1),
                        parts.group(2),
                        parts.group(3),
                        parts.group(4),
                        List.of(parts.group(5).split(";", -1)),
                        parts.group(6)));
    }

    boolean signs(String header) {
        return signedHeaders.contains(header);
    }

    String scope() {
        return String.join("/", date, region, service, "aws4_request");
    }

    byte[] signingKey(String secret) {
        byte[] dated = SigV4Digests.hmac(SigV4Digests.utf8("AWS4" + secret), date);
        byte[] local = SigV4Digests.hmac(dated, region);
        return SigV4Digests.hmac(SigV4Digests.hmac(local, service), "aws4_request");
    }
}
