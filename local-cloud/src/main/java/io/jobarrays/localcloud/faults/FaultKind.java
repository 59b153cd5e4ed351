package io.jobarrays.localcloud.faults;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a fault does, and what it strikes unless its rule names an operation. */
public enum FaultKind {
    /** The call is refused as throttled. */
    THROTTLE(Target.CALL, "*"),
    /** The call is refused with 500. */
    SERVER_ERROR(Target.CALL, "*"),
    /** The call is refused with 503. */
    UNAVAILABLE(Target.CALL, "*"),
    /** The call is not carried out and the connection closes without an answer. */
    REQUEST_LOST(Target.CALL, "*"),
    /** The call is carried out and the connection closes without an answer. */
    ANSWER_LOST(Target.CALL, "*"),
    /** The call is carried out and the connection closes in the middle of the answer. */
    ANSWER_CUT(Target.CALL, "*"),
    /** The call is carried out and its answer is delayed. */
    SLOW(Target.CALL, "*"),
    /** The change is refused because an earlier one is in progress. */
    PRIOR_REQUEST_NOT_COMPLETE(Target.CALL, "route53:ChangeResourceRecordSets"),
    /** The launch or start is refused for lack of capacity. */
    NO_CAPACITY(Target.LAUNCH, "ec2:*"),
    /** A launch gets fewer instances than it asks for. */
    PARTIAL_CAPACITY(Target.LAUNCH, "ec2:RunInstances"),
    /** A new instance is unknown by its id for a while. */
    NOT_FOUND(Target.INSTANCE, "ec2:RunInstances"),
    /** A new instance is missing from reads without its id for a while. */
    UNLISTED(Target.INSTANCE, "ec2:RunInstances"),
    /** The instance goes from pending to terminated. */
    BOOT_FAILS(Target.INSTANCE, "ec2:RunInstances"),
    /** The instance runs, but nothing starts on it. */
    BOOT_HANGS(Target.INSTANCE, "ec2:RunInstances"),
    /** The instance stays stopping. */
    STOP_HANGS(Target.INSTANCE, "ec2:RunInstances"),
    /** The instance gets a spot interruption notice and is reclaimed. */
    SPOT_INTERRUPTION(Target.INSTANCE, "ec2:RunInstances"),
    /** The instance gets a rebalance recommendation. */
    REBALANCE(Target.INSTANCE, "ec2:RunInstances"),
    /** The metadata service of the instance answers 503. */
    METADATA_DOWN(Target.INSTANCE, "ec2:RunInstances"),
    /** The identity document of the instance has a wrong signature. */
    IDENTITY_INVALID(Target.INSTANCE, "ec2:RunInstances"),
    /** EC2's status checks find the instance impaired. */
    STATUS_IMPAIRED(Target.INSTANCE, "ec2:RunInstances"),
    /** The instance is cut off from the network. */
    NETWORK_CUT(Target.INSTANCE, "ec2:RunInstances"),
    /** {@code /etc} of the instance is read-only for a while. */
    ETC_READ_ONLY(Target.INSTANCE, "ec2:RunInstances"),
    /** The disk of the instance has no free space for a while. */
    DISK_FULL(Target.INSTANCE, "ec2:RunInstances"),
    /** The clock of the instance is wrong from its boot on. */
    CLOCK_SKEW(Target.INSTANCE, "ec2:RunInstances");

    /** What a kind of fault strikes. */
    public enum Target {
        CALL,
        LAUNCH,
        INSTANCE
    }

    private static final String RUN_INSTANCES = "ec2:RunInstances";

    private final Target target;
    private final String operation;

    FaultKind(Target target, String operation) {
        this.target = target;
        this.operation = operation;
    }

    public Target target() {
        return target;
    }

    /** Operations that the fault strikes by default; {@code *} stands for any text. */
    public String operation() {
        return operation;
    }

    /** Operations that the kind has an effect on; empty for all. */
    public List<String> possibleOperations() {
        return switch (this) {
            case PRIOR_REQUEST_NOT_COMPLETE -> List.of(operation);
            case NO_CAPACITY -> List.of(RUN_INSTANCES, "ec2:StartInstances");
            default -> target == Target.CALL ? List.of() : List.of(RUN_INSTANCES);
        };
    }

    /** Fields of a rule in JSON that this kind reads and not every other. */
    public Set<String> ownFields() {
        return switch (this) {
            case SLOW -> Set.of("delay");
            case PARTIAL_CAPACITY -> Set.of("instances");
            case CLOCK_SKEW -> Set.of("offset");
            default -> target == Target.INSTANCE ? Set.of("delay", "window") : Set.of();
        };
    }

    /** The kind in JSON: {@code answer-lost}. */
    public String jsonName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<FaultKind> find(String jsonName) {
        return Arrays.stream(values()).filter(it -> it.jsonName().equals(jsonName)).findFirst();
    }
}
