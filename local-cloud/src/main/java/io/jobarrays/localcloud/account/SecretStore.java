package io.jobarrays.localcloud.account;

import io.jobarrays.localcloud.ec2.catalogue.Account;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** Secrets of the account with all their versions. */
public final class SecretStore {
    static final String CURRENT = "AWSCURRENT";
    private static final List<String> STAGES = List.of(CURRENT, "AWSPREVIOUS");
    private static final Pattern NAME = Pattern.compile("[\\w/+=.@-]{1,512}");

    /** By name; versions oldest first. */
    private final Map<String, List<Secret>> byName = new HashMap<>();

    private final SizeLimits sizes;
    private final Clock clock;

    public SecretStore(SizeLimits sizes, Clock clock) {
        this.sizes = sizes;
        this.clock = clock;
    }

    synchronized Secret create(String name, String token, String field, String value) {
        if (!NAME.matcher(name).matches()) {
            throw new AwsError(
                    "ValidationException",
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any"
                            + " of the following: -/_+=.@!");
        }
        List<Secret> existing = byName.get(name);
        if (existing != null) {
            return repeated(existing, token, field, value)
                    .orElseThrow(
                            () ->
                                    exists(
                                            "The operation failed because the secret %s already exists."
                                                    .formatted(name)));
        }
        checkSize(field, value);
        String arn =
                "arn:aws:secretsmanager:%s:%s:secret:%s-%s"
                        .formatted(
                                Account.REGION,
                                Account.ID,
                                name,
                                UUID.randomUUID().toString().substring(0, 6));
        Secret created = new Secret(arn, name, token, field, value, clock.instant());
        byName.put(name, new ArrayList<>(List.of(created)));
        return created;
    }

    synchronized Secret put(String id, String token, String field, String value) {
        List<Secret> versions = versions(id);
        checkSize(field, value);
        Optional<Secret> repeated = repeated(versions, token, field, value);
        if (repeated.isPresent()) {
            return repeated.get();
        }
        Secret last = versions.getLast();
        Secret put = new Secret(last.arn(), last.name(), token, field, value, clock.instant());
        versions.add(put);
        return put;
    }

    /** Stage of a version; empty for an old one. */
    synchronized List<String> stages(Secret version) {
        return stages(versions(version.arn()), version);
    }

    /**
     * The version that an earlier call with the same token made (API reference,
     * ClientRequestToken).
     *
     * @throws AwsError {@code ResourceExistsException} if that call had another value
     */
    private static Optional<Secret> repeated(
            List<Secret> versions, String token, String field, String value) {
        Optional<Secret> earlier =
                versions.stream().filter(it -> it.versionId().equals(token)).findFirst();
        if (earlier.filter(it -> !it.holds(field, value)).isPresent()) {
            throw exists(
                    "The version %s already exists with another value. A version cannot be modified."
                            .formatted(token));
        }
        return earlier;
    }

    /**
     * Finds a version by id, by stage or by both, which then must belong together.
     *
     * @return the answer of GetSecretValue
     */
    synchronized Map<String, Object> get(
            String id, Optional<String> versionId, Optional<String> stage) {
        List<Secret> versions = versions(id);
        Secret found =
                versionId.isPresent()
                        ? withId(versions, versionId.get())
                        : inStage(versions, stage.orElse(CURRENT));
        List<String> stages = stages(versions, found);
        if (stage.isPresent() && !stages.contains(stage.get())) {
            throw new AwsError(
                    "InvalidRequestException",
                    "You provided a VersionStage that is not associated to the provided VersionId.");
        }
        return found.view(stages);
    }

    private static Secret withId(List<Secret> versions, String versionId) {
        return versions.stream()
                .filter(it -> it.versionId().equals(versionId))
                .findFirst()
                .orElseThrow(() -> notFound("the version " + versionId));
    }

    private static Secret inStage(List<Secret> versions, String stage) {
        return versions.stream()
                .filter(it -> stages(versions, it).contains(stage))
                .findFirst()
                .orElseThrow(
                        () -> notFound("the specified secret value for staging label: " + stage));
    }

    private static List<String> stages(List<Secret> versions, Secret version) {
        int newer = versions.size() - 1 - versions.indexOf(version);
        return newer < STAGES.size() ? List.of(STAGES.get(newer)) : List.of();
    }

    private void checkSize(String field, String value) {
        // Three bytes in four characters of Base64.
        long bytes =
                field.equals(Secret.BINARY)
                        ? value.length() * 3L / 4
                        : value.getBytes(StandardCharsets.UTF_8).length;
        sizes.of(AccountSize.SECRET_VALUE_BYTES)
                .require(
                        bytes,
                        max ->
                                new AwsError(
                                        "ValidationException",
                                        "%s has at most %d bytes.".formatted(field, max)));
    }

    private List<Secret> versions(String id) {
        return byName.values().stream()
                .filter(it -> isNamed(it.getFirst(), id))
                .findFirst()
                .orElseThrow(() -> notFound("the specified secret."));
    }

    /** Matches by name, ARN, or ARN without its six-character suffix. */
    private static boolean isNamed(Secret secret, String id) {
        String arn = secret.arn();
        return secret.name().equals(id)
                || arn.equals(id)
                || arn.substring(0, arn.length() - 7).equals(id);
    }

    private static AwsError exists(String message) {
        return new AwsError("ResourceExistsException", message);
    }

    private static AwsError notFound(String what) {
        return new AwsError("ResourceNotFoundException", "Secrets Manager can't find " + what);
    }
}
