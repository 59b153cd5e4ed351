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
public final class Signature {
    /** Who signed. */
    enum Caller {
        OWNER,
        ROLE
    }

    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final AccessKey key;
    private final RoleKeys roles;
    private final String region;
    private final Clock clock;

    /**
     * @param clock the real time, as clients have it
     */
    public Signature(AccessKey key, RoleKeys roles, String region, Clock clock) {
        this.key = key;
        this.roles = roles;
        this.region = region;
        this.clock = clock;
    }

    /** Passes when the request was signed with a key of ours, lately, for our region. */
    Caller verify(Request request, String service) throws Denied {
        String header =
                request.header("Authorization").orElseThrow(() -> new Denied(Denial.MISSING));
        Authorization claim =
                Authorization.parse(header).orElseThrow(() -> new Denied(Denial.INCOMPLETE));
        AccessKey signer = signer(request, claim.keyId());
        String time = request.header("X-Amz-Date").orElseThrow(() -> new Denied(Denial.INCOMPLETE));
        checkTime(time);
        if (!claim.region().equals(region)
                || !claim.service().equals(service)
                || !time.startsWith(claim.date())) {
            throw new Denied(Denial.WRONG_SCOPE);
        }
        if (!claim.covers("host") || !claim.covers("x-amz-date")) {
            throw new Denied(Denial.INCOMPLETE);
        }
        String text =
                String.join(
                        "\n",
                        "AWS4-HMAC-SHA256",
                        time,
                        claim.scope(),
                        Digests.sha256(canonical(request, claim)));
        byte[] expected = Digests.hmac(claim.signingKey(signer.secret()), text);
        if (!Digests.sameText(HexFormat.of().formatHex(expected), claim.signature())) {
            throw new Denied(Denial.WRONG_SIGNATURE);
        }
        return signer.equals(key) ? Caller.OWNER : Caller.ROLE;
    }

    private AccessKey signer(Request request, String keyId) throws Denied {
        if (keyId.equals(key.id())) {
            return key;
        }
        String token = request.header("X-Amz-Security-Token").orElse("");
        return roles.find(keyId)
                .filter(role -> Digests.sameText(role.token(), token))
                .orElseThrow(() -> new Denied(Denial.UNKNOWN_KEY))
                .key();
    }

    private void checkTime(String text) throws Denied {
        try {
            Instant signed = Instant.from(TIME.parse(text));
            if (Duration.between(signed, clock.instant()).abs().compareTo(SKEW) > 0) {
                throw new Denied(Denial.EXPIRED);
            }
        } catch (DateTimeException e) {
            throw new Denied(Denial.INCOMPLETE);
        }
    }

    /** The hash is that of the body that came, whatever the client says its hash is. */
    private static String canonical(Request request, Authorization claim) {
        String headers =
                claim.signedHeaders().stream()
                        .map(name -> name + ":" + values(request, name) + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                path(request.path()),
                query(request.query()),
                headers,
                String.join(";", claim.signedHeaders()),
                Digests.sha256(request.body()));
    }

    private static String values(Request request, String name) {
        List<String> values = request.headers().get(name);
        return values == null
                ? ""
                : values.stream()
                        .map(value -> value.strip().replaceAll(" +", " "))
                        .collect(Collectors.joining(","));
    }

    /** Every segment is encoded once more than it was sent, as all services but S3 have it. */
    private static String path(String raw) {
        return raw.isEmpty()
                ? "/"
                : Arrays.stream(raw.split("/", -1))
                        .map(Signature::encode)
                        .collect(Collectors.joining("/"));
    }

    private static String query(String raw) {
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
