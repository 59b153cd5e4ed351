package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.RoleKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Verifies Signature Version 4 in the Authorization header.
 *
 * <p>RunInstances runs programs as the user of this process, so every request must be signed.
 */
public final class SignatureVerifier {
    /** Owner of the access key that signed a request. */
    enum Caller {
        OWNER,
        ROLE,
        UNSIGNED
    }

    private static final String S3 = "s3";
    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AccessKey key;
    private final RoleKeys roleKeys;
    private final String region;
    private final Clock clock;

    /**
     * @param clock the real time, which clients sign with
     */
    public SignatureVerifier(AccessKey key, RoleKeys roleKeys, String region, Clock clock) {
        this.key = key;
        this.roleKeys = roleKeys;
        this.region = region;
        this.clock = clock;
    }

    /** Verifies that a known key signed the request within the clock skew, for this region. */
    Caller verify(HttpCall request, String service) throws SignatureDenied {
        String header =
                request.header("Authorization")
                        .orElseThrow(() -> new SignatureDenied(DenialReason.MISSING));
        AuthorizationHeader authorization =
                AuthorizationHeader.parse(header)
                        .orElseThrow(() -> new SignatureDenied(DenialReason.INCOMPLETE));
        Optional<RoleKey> role = role(request, authorization.keyId());
        AccessKey signer = role.map(RoleKey::key).orElse(key);
        String time =
                request.header("X-Amz-Date")
                        .orElseThrow(() -> new SignatureDenied(DenialReason.INCOMPLETE));
        checkTime(time);
        if (!authorization.region().equals(region)
                || !authorization.service().equals(service)
                || !time.startsWith(authorization.date())) {
            throw new SignatureDenied(DenialReason.WRONG_SCOPE);
        }
        if (!authorization.signs("host") || !authorization.signs("x-amz-date")) {
            throw new SignatureDenied(DenialReason.INCOMPLETE);
        }
        String text =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        time,
                        authorization.scope(),
                        SigV4Digests.sha256(
                                service.equals(S3)
                                        ? canonicalRequestOfS3(request, authorization)
                                        : canonicalRequest(request, authorization)));
        byte[] expected = SigV4Digests.hmac(authorization.signingKey(signer.secret()), text);
        if (!SigV4Digests.equalsInConstantTime(
                HexFormat.of().formatHex(expected), authorization.signature())) {
            throw new SignatureDenied(DenialReason.WRONG_SIGNATURE);
        }
        return role.isEmpty() || role.get().session().isPresent() ? Caller.OWNER : Caller.ROLE;
    }

    /** Id of the access key that a request names; not verified. */
    public static Optional<String> keyId(HttpCall request) {
        return request.header("Authorization")
                .flatMap(AuthorizationHeader::parse)
                .map(AuthorizationHeader::keyId);
    }

    /** Empty for the key of the account. */
    private Optional<RoleKey> role(HttpCall request, String keyId) throws SignatureDenied {
        if (keyId.equals(key.id())) {
            return Optional.empty();
        }
        String token = request.header("X-Amz-Security-Token").orElse("");
        return Optional.of(
                roleKeys.find(keyId)
                        .filter(role -> SigV4Digests.equalsInConstantTime(role.token(), token))
                        .orElseThrow(() -> new SignatureDenied(DenialReason.UNKNOWN_KEY)));
    }

    private void checkTime(String text) throws SignatureDenied {
        try {
            Instant signed = Instant.from(TIME_FORMAT.parse(text));
            if (Duration.between(signed, clock.instant()).abs().compareTo(MAX_CLOCK_SKEW) > 0) {
                throw new SignatureDenied(DenialReason.EXPIRED);
            }
        } catch (DateTimeException e) {
            throw new SignatureDenied(DenialReason.INCOMPLETE);
        }
    }

    /** Hashes the received body; the client's X-Amz-Content-Sha256 header is not trusted. */
    private static String canonicalRequest(HttpCall request, AuthorizationHeader authorization) {
        return canonicalRequest(
                request,
                authorization,
                canonicalPath(request.path()),
                SigV4Digests.sha256(request.body()));
    }

    /**
     * S3 encodes the path once and keeps its segments; the signature is over the header with the
     * hash, and the body is compared with that when it is received.
     */
    private static String canonicalRequestOfS3(
            HttpCall request, AuthorizationHeader authorization) {
        String path =
                Arrays.stream(request.path().split("/", -1))
                        .map(segment -> recode(segment.replace("+", "%2B")))
                        .collect(Collectors.joining("/"));
        String hash = request.header("X-Amz-Content-Sha256").orElse("");
        return canonicalRequest(request, authorization, path, hash);
    }

    private static String canonicalRequest(
            HttpCall request, AuthorizationHeader authorization, String path, String bodyHash) {
        String headers =
                authorization.signedHeaders().stream()
                        .map(name -> name + ":" + values(request, name) + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                path,
                canonicalQuery(request.query()),
                headers,
                String.join(";", authorization.signedHeaders()),
                bodyHash);
    }

    private static String values(HttpCall request, String name) {
        List<String> values = request.headers().get(name);
        return values == null
                ? ""
                : values.stream()
                        .map(value -> value.strip().replaceAll(" +", " "))
                        .collect(Collectors.joining(","));
    }

    /**
     * Removes empty and dot segments and encodes the others a second time, as all services except
     * S3 do (IAM User Guide, "Create a signed AWS API request", 2025; botocore's
     * remove_dot_segments).
     */
    private static String canonicalPath(String raw) {
        Deque<String> segments = new ArrayDeque<>();
        for (String segment : raw.split("/", -1)) {
            if (segment.equals("..")) {
                segments.pollLast();
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                segments.addLast(encode(segment));
            }
        }
        String end = raw.endsWith("/") && !segments.isEmpty() ? "/" : "";
        return "/" + String.join("/", segments) + end;
    }

    private static String canonicalQuery(String raw) {
        return Arrays.stream(raw.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .map(pair -> Map.entry(recode(pair[0]), pair.length == 1 ? "" : recode(pair[1])))
                // By name, then value: "=" sorts after digits, so that whole pairs would be wrong.
                .sorted(
                        Map.Entry.<String, String>comparingByKey()
                                .thenComparing(Map.Entry.comparingByValue()))
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .collect(Collectors.joining("&"));
    }

    private static String recode(String text) {
        return encode(URLDecoder.decode(text, StandardCharsets.UTF_8));
    }

    private static String encode(String text) {
        StringBuilder out = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xff);
            if (c < 128 && (Character.isLetterOrDigit(c) || "-_.~".indexOf(c) >= 0)) {
                out.append(c);
            } else {
                out.append('%').append(HexFormat.of().withUpperCase().toHexDigits(b));
            }
        }
        return out.toString();
    }
}
