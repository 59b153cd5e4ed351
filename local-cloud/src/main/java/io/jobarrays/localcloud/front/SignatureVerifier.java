package io.jobarrays.localcloud.front;

import io.jobarrays.localcloud.keys.AccessKey;
import io.jobarrays.localcloud.keys.RoleKeys;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Verifies Signature Version 4 in the Authorization header.
 *
 * <p>Whoever may call RunInstances here runs programs as this user, so nothing passes without it.
 */
public final class SignatureVerifier {
    /** Who signed. */
    enum Caller {
        OWNER,
        ROLE
    }

    private static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME_FORMAT =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AccessKey key;
    private final RoleKeys roleKeys;
    private final String region;
    private final Clock clock;

    /**
     * @param clock the real time, as clients have it
     */
    public SignatureVerifier(AccessKey key, RoleKeys roles, String region, Clock clock) {
        this.key = key;
        this.roleKeys = roles;
        this.region = region;
        this.clock = clock;
    }

    /** Passes when the request was signed with a key of ours, lately, for our region. */
    Caller verify(HttpCall request, String service) throws SignatureDenied {
        String header =
                request.header("Authorization")
                        .orElseThrow(() -> new SignatureDenied(DenialReason.MISSING));
        AuthorizationHeader claim =
                AuthorizationHeader.parse(header)
                        .orElseThrow(() -> new SignatureDenied(DenialReason.INCOMPLETE));
        AccessKey signer = signer(request, claim.keyId());
        String time =
                request.header("X-Amz-Date")
                        .orElseThrow(() -> new SignatureDenied(DenialReason.INCOMPLETE));
        checkTime(time);
        if (!claim.region().equals(region)
                || !claim.service().equals(service)
                || !time.startsWith(claim.date())) {
            throw new SignatureDenied(DenialReason.WRONG_SCOPE);
        }
        if (!claim.signs("host") || !claim.signs("x-amz-date")) {
            throw new SignatureDenied(DenialReason.INCOMPLETE);
        }
        String text =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        time,
                        claim.scope(),
                        SigV4Digests.sha256(canonicalRequest(request, claim)));
        byte[] expected = SigV4Digests.hmac(claim.signingKey(signer.secret()), text);
        if (!SigV4Digests.equalsInConstantTime(
                HexFormat.of().formatHex(expected), claim.signature())) {
            throw new SignatureDenied(DenialReason.WRONG_SIGNATURE);
        }
        return signer.equals(key) ? Caller.OWNER : Caller.ROLE;
    }

    private AccessKey signer(HttpCall request, String keyId) throws SignatureDenied {
        if (keyId.equals(key.id())) {
            return key;
        }
        String token = request.header("X-Amz-Security-Token").orElse("");
        return roleKeys.find(keyId)
                .filter(role -> SigV4Digests.equalsInConstantTime(role.token(), token))
                .orElseThrow(() -> new SignatureDenied(DenialReason.UNKNOWN_KEY))
                .key();
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

    /** The hash is that of the body that came, whatever the client says its hash is. */
    private static String canonicalRequest(HttpCall request, AuthorizationHeader claim) {
        String headers =
                claim.signedHeaders().stream()
                        .map(name -> name + ":" + values(request, name) + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                canonicalPath(request.path()),
                canonicalQuery(request.query()),
                headers,
                String.join(";", claim.signedHeaders()),
                SigV4Digests.sha256(request.body()));
    }

    private static String values(HttpCall request, String name) {
        List<String> values = request.headers().get(name);
        return values == null
                ? ""
                : values.stream()
                        .map(value -> value.strip().replaceAll(" +", " "))
                        .collect(Collectors.joining(","));
    }

    /** Every segment is encoded once more than it was sent, as all services but S3 have it. */
    private static String canonicalPath(String raw) {
        return raw.isEmpty()
                ? "/"
                : Arrays.stream(raw.split("/", -1))
                        .map(SignatureVerifier::encode)
                        .collect(Collectors.joining("/"));
    }

    private static String canonicalQuery(String raw) {
        return Arrays.stream(raw.split("&"))
                .filter(pair -> !pair.isEmpty())
                .map(pair -> pair.split("=", 2))
                .map(pair -> recode(pair[0]) + "=" + (pair.length == 1 ? "" : recode(pair[1])))
                .sorted()
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
