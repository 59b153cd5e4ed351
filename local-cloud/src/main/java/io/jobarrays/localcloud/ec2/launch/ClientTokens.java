package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/**
 * Launches by client token, so that a repeated call launches nothing. Keeps ids and no instances,
 * and of user data its digest, since it keeps launches longer than EC2 describes their instances.
 */
public final class ClientTokens {
    private static final Duration RETENTION = Duration.ofDays(2);

    /** In the order of the launches. */
    private final Map<String, KeptLaunch> launchesByToken = new LinkedHashMap<>();

    private final SizeLimits sizes;
    private final Clock clock;

    public ClientTokens(SizeLimits sizes, Clock clock) {
        this.sizes = sizes;
        this.clock = clock;
    }

    /**
     * Checks the client token of a request.
     *
     * @throws AwsError {@code InvalidParameterValue} unless it has at most 64 ASCII characters
     */
    public void check(RunInstancesRequest request) {
        String token = request.clientToken() == null ? "" : request.clientToken();
        AccountSizeLimit limit = sizes.of(AccountSize.CLIENT_TOKEN_CHARACTERS);
        limit.require(token.length(), ClientTokens::invalid);
        if (!token.chars().allMatch(c -> c > 31 && c < 127)) {
            throw invalid(limit.max());
        }
    }

    /**
     * Ids of the instances of the earlier launch with the same client token; empty for a new
     * launch.
     *
     * @throws AwsError {@code IdempotentParameterMismatch} when the earlier request was another
     */
    public Optional<List<String>> replay(RunInstancesRequest request) {
        String token = request.clientToken();
        if (token == null) {
            return Optional.empty();
        }
        forgetExpired();
        KeptLaunch launch = launchesByToken.get(token);
        if (launch == null) {
            return Optional.empty();
        }
        if (!launch.request().equals(withDigest(request))) {
            throw new AwsError(
                    "IdempotentParameterMismatch",
                    "The client token you have provided is associated with a resource or action"
                            + " with different request parameters.");
        }
        return Optional.of(launch.instanceIds());
    }

    public void remember(RunInstancesRequest request, List<String> instanceIds) {
        if (request.clientToken() != null) {
            forgetExpired();
            launchesByToken.put(
                    request.clientToken(),
                    new KeptLaunch(withDigest(request), instanceIds, clock.instant()));
        }
    }

    /** Number of launches that are kept. */
    int size() {
        return launchesByToken.size();
    }

    private void forgetExpired() {
        Instant oldest = clock.instant().minus(RETENTION);
        Iterator<KeptLaunch> launches = launchesByToken.values().iterator();
        while (launches.hasNext() && launches.next().at().isBefore(oldest)) {
            launches.remove();
        }
    }

    private static RunInstancesRequest withDigest(RunInstancesRequest request) {
        if (request.userData() == null) {
            return request;
        }
        byte[] digest = sha256().digest(request.userData().getBytes(StandardCharsets.UTF_8));
        return request.toBuilder().userData(HexFormat.of().formatHex(digest)).build();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static AwsError invalid(int max) {
        return new AwsError(
                "InvalidParameterValue",
                "The client token is limited to " + max + " ASCII characters.");
    }

    private record KeptLaunch(RunInstancesRequest request, List<String> instanceIds, Instant at) {}
}
