package io.jobarrays.localcloud.ec2.resources;

import io.jobarrays.localcloud.ec2.instance.ResourceIds;
import io.jobarrays.localcloud.ec2.instance.ResourceTags;
import io.jobarrays.localcloud.ec2.query.Ec2Filters;
import io.jobarrays.localcloud.limits.AccountSize;
import io.jobarrays.localcloud.limits.SizeLimits;
import io.jobarrays.localcloud.protocol.AwsError;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.CreateKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.DeleteKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeKeyPairsResponse;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairRequest;
import software.amazon.awssdk.services.ec2.model.ImportKeyPairResponse;
import software.amazon.awssdk.services.ec2.model.KeyPairInfo;

/** CreateKeyPair, ImportKeyPair, DeleteKeyPair, DescribeKeyPairs. */
public final class KeyPairs {
    private final Map<String, AccountKeyPair> byName = new ConcurrentSkipListMap<>();
    private final ResourceTags tags;
    private final SizeLimits sizes;
    private final Clock clock;
    private final Ec2Filters<AccountKeyPair> filters;

    public KeyPairs(ResourceTags tags, SizeLimits sizes, Clock clock) {
        this.tags = tags;
        this.sizes = sizes;
        this.clock = clock;
        this.filters =
                Ec2Filters.<AccountKeyPair>byFields(
                                Map.of(
                                        "key-pair-id", key -> Stream.of(key.id()),
                                        "key-name", key -> Stream.of(key.name()),
                                        "fingerprint", key -> Stream.of(key.fingerprint())))
                        .andTags(key -> tags.of(key.id()));
    }

    /**
     * Requires a key pair of this name.
     *
     * @throws AwsError {@code InvalidKeyPair.NotFound}
     */
    public void check(String name) {
        if (!byName.containsKey(name)) {
            throw notFound("The key pair '" + name + "' does not exist");
        }
    }

    public CreateKeyPairResponse create(CreateKeyPairRequest request) {
        checkNew(request.keyName());
        String type = request.keyType() == null ? "rsa" : request.keyTypeAsString();
        if (!List.of("rsa", "ed25519").contains(type)) {
            throw invalid("Invalid value '" + type + "' for KeyType.");
        }
        switch (request.keyFormat()) {
            case null -> {}
            case PEM -> {}
            case PPK -> throw AwsError.notImplemented("The key format ppk");
            case UNKNOWN_TO_SDK_VERSION ->
                    throw invalid(
                            "Invalid value '" + request.keyFormatAsString() + "' for KeyFormat.");
        }
        var specification = TagsAtCreation.of("key-pair", request.tagSpecifications(), tags);
        SshKeyMaterial material = SshKeyMaterial.create(type);
        AccountKeyPair key = add(request.keyName(), material);
        tags.put(key.id(), specification);
        return CreateKeyPairResponse.builder()
                .keyPairId(key.id())
                .keyName(key.name())
                .keyFingerprint(key.fingerprint())
                .keyMaterial(material.privatePem())
                .tags(specification)
                .build();
    }

    public ImportKeyPairResponse importKey(ImportKeyPairRequest request) {
        checkNew(request.keyName());
        if (request.publicKeyMaterial() == null) {
            throw missing("PublicKeyMaterial");
        }
        var specification = TagsAtCreation.of("key-pair", request.tagSpecifications(), tags);
        AccountKeyPair key =
                add(
                        request.keyName(),
                        SshKeyMaterial.imported(request.publicKeyMaterial().asByteArray()));
        tags.put(key.id(), specification);
        return ImportKeyPairResponse.builder()
                .keyPairId(key.id())
                .keyName(key.name())
                .keyFingerprint(key.fingerprint())
                .tags(specification)
                .build();
    }

    /** Succeeds also for a name that does not exist, as EC2 does. */
    public DeleteKeyPairResponse delete(DeleteKeyPairRequest request) {
        if (request.keyName() == null && request.keyPairId() == null) {
            throw missing("KeyName or KeyPairId");
        }
        Optional<AccountKeyPair> found =
                byName.values().stream()
                        .filter(
                                key ->
                                        key.name().equals(request.keyName())
                                                || key.id().equals(request.keyPairId()))
                        .findFirst();
        found.ifPresent(
                key -> {
                    byName.remove(key.name());
                    tags.removeResource(key.id());
                });
        return DeleteKeyPairResponse.builder()
                .returnValue(true)
                .keyPairId(found.map(AccountKeyPair::id).orElse(null))
                .build();
    }

    public DescribeKeyPairsResponse describe(DescribeKeyPairsRequest request) {
        request.keyNames().forEach(this::check);
        for (String id : request.keyPairIds()) {
            if (byName.values().stream().noneMatch(key -> key.id().equals(id))) {
                throw notFound("The key pair '" + id + "' does not exist");
            }
        }
        boolean withPublicKey = Boolean.TRUE.equals(request.includePublicKey());
        return DescribeKeyPairsResponse.builder()
                .keyPairs(
                        byName.values().stream()
                                .filter(key -> isRequested(request, key))
                                .filter(filters.matching(request.filters()))
                                .map(key -> view(key, withPublicKey))
                                .toList())
                .build();
    }

    private static boolean isRequested(DescribeKeyPairsRequest request, AccountKeyPair key) {
        return (request.keyNames().isEmpty() && request.keyPairIds().isEmpty())
                || request.keyNames().contains(key.name())
                || request.keyPairIds().contains(key.id());
    }

    private KeyPairInfo view(AccountKeyPair key, boolean withPublicKey) {
        return KeyPairInfo.builder()
                .keyPairId(key.id())
                .keyName(key.name())
                .keyType(key.type())
                .keyFingerprint(key.fingerprint())
                .publicKey(withPublicKey ? key.publicKey() : null)
                .createTime(key.createdAt())
                .tags(tags.list(key.id()))
                .build();
    }

    private AccountKeyPair add(String name, SshKeyMaterial material) {
        AccountKeyPair key =
                new AccountKeyPair(
                        ResourceIds.next("key"),
                        name,
                        material.type(),
                        material.fingerprint(),
                        material.publicKey(),
                        clock.instant());
        if (byName.putIfAbsent(name, key) != null) {
            throw duplicate();
        }
        return key;
    }

    private void checkNew(@Nullable String name) {
        if (name == null || name.isEmpty()) {
            throw missing("KeyName");
        }
        sizes.of(AccountSize.KEY_NAME_CHARACTERS)
                .require(
                        name.length(),
                        max ->
                                invalid(
                                        "Value (%s) for parameter KeyName is invalid. Up to %d ASCII characters."
                                                .formatted(name, max)));
        if (!name.chars().allMatch(c -> c > 31 && c < 127)) {
            throw invalid(
                    "Value (%s) for parameter KeyName is invalid. ASCII characters only."
                            .formatted(name));
        }
        if (byName.containsKey(name)) {
            throw duplicate();
        }
    }

    private static AwsError duplicate() {
        return new AwsError("InvalidKeyPair.Duplicate", "The keypair already exists");
    }

    private static AwsError notFound(String message) {
        return new AwsError("InvalidKeyPair.NotFound", message);
    }

    private static AwsError missing(String parameter) {
        return new AwsError(
                "MissingParameter", "The request must contain the parameter " + parameter);
    }

    private static AwsError invalid(String message) {
        return new AwsError("InvalidParameterValue", message);
    }
}
