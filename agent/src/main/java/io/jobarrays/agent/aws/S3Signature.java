package io.jobarrays.agent.aws;

import io.jobarrays.contract.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4 of a request to S3 whose body has a known SHA-256 (IAM User Guide, "Create a
 * signed AWS API request"; S3 encodes paths once). The signer of the SDK reads the body itself,
 * which is here the part of a file that was read before.
 */
final class S3Signature {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private S3Signature() {}

    /**
     * Headers to add to the request, without {@code Host}.
     *
     * @param address with encoded path; parameters of the query sorted by name
     * @param sha256 of the body
     */
    static Map<String, String> headers(
            InstanceRole.Credentials keys,
            String region,
            String method,
            URI address,
            String sha256,
            Instant now) {
        String time = TIME.format(now);
        TreeMap<String, String> signed = new TreeMap<>();
        signed.put("host", address.getRawAuthority());
        signed.put("x-amz-content-sha256", sha256);
        signed.put("x-amz-date", time);
        signed.put("x-amz-security-token", keys.sessionToken());
        String names = String.join(";", signed.keySet());
        String query = address.getRawQuery() == null ? "" : address.getRawQuery();
        String request =
                String.join(
                        "\n",
                        method,
                        address.getRawPath(),
                        query,
                        signed.entrySet().stream()
                                .map(header -> header.getKey() + ":" + header.getValue() + "\n")
                                .collect(Collectors.joining()),
                        names,
                        sha256);
        String date = time.substring(0, 8);
        String scope = String.join("/", date, region, "s3", "aws4_request");
        byte[] key = hmac(("AWS4" + keys.secretKey()).getBytes(StandardCharsets.UTF_8), date);
        key = hmac(hmac(hmac(key, region), "s3"), "aws4_request");
        String text = String.join("\n", ALGORITHM, time, scope, Sha256.of(request));
        signed.remove("host");
        signed.put(
                "Authorization",
                "%s Credential=%s/%s, SignedHeaders=%s, Signature=%s"
                        .formatted(
                                ALGORITHM,
                                keys.keyId(),
                                scope,
                                names,
                                HexFormat.of().formatHex(hmac(key, text))));
        return signed;
    }

    private static byte[] hmac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
