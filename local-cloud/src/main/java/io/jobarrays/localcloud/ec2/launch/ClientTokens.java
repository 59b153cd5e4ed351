package io.jobarrays.localcloud.ec2.launch;

import io.jobarrays.localcloud.ec2.instance.VirtualMachine;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.AccountSizeLimit;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;

/** Launches by client token, so that a repeated call launches nothing. */
public final class ClientTokens {
    private static final Duration RETENTION = Duration.ofDays(2);

    private final Map<String, KeptLaunch> launchesByToken = new HashMap<>();
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

    /** Instances of the earlier launch with the same client token; empty for a new launch. */
    public Optional<List<VirtualMachine>> replay(RunInstancesRequest request) {
        String token = request.clientToken();
        if (token == null) {
            return Optional.empty();
        }
        forgetExpired();
        KeptLaunch launch = launchesByToken.get(token);
        if (launch == null) {
            return Optional.empty();
        }
        if (!launch.request().equals(request)) {
            throw new AwsError(
                    "IdempotentParameterMismatch",
                    "The client token you have provided is associated with a resource or action"
                            + " with different request parameters.");
        }
        return Optional.of(launch.launched());
    }

    public void remember(RunInstancesRequest request, List<VirtualMachine> launched) {
        if (request.clientToken() != null) {
            launchesByToken.put(
                    request.clientToken(), new KeptLaunch(request, launched, clock.instant()));
        }
    }

    private void forgetExpired() {
        Instant now = clock.instant();
        launchesByToken.values().removeIf(launch -> launch.at().plus(RETENTION).isBefore(now));
    }

    private static AwsError invalid(int max) {
        return new AwsError(
                "InvalidParameterValue",
                "The client token is limited to " + max + " ASCII characters.");
    }

    private record KeptLaunch(
            RunInstancesRequest request, List<VirtualMachine> launched, Instant at) {}
}
