package io.jobarrays.server.instances.launch;

import io.jobarrays.server.aws.AwsErrorCodes;
import io.jobarrays.server.aws.AwsFailure;
import java.util.List;

/** Outcome of one launch call. */
public sealed interface LaunchResult {
    /** The indexes that got an instance; fewer than requested when capacity was short. */
    record Launched(List<Integer> indexes) implements LaunchResult {}

    /** Instances may have been launched: the call is looked up and repeated. */
    record Unknown(String code, String sentence) implements LaunchResult {}

    /** No instance was launched; a later call may succeed. */
    record NotNow(String code, String sentence) implements LaunchResult {}

    /** No instance was launched and the same request can never succeed. */
    record Never(String code, String sentence) implements LaunchResult {}

    /** Instances that the call may have launched, of those that it asked for. */
    default int most(int asked) {
        return switch (this) {
            case Launched launched -> launched.indexes().size();
            case Unknown unknown -> asked;
            case NotNow notNow -> 0;
            case Never never -> 0;
        };
    }

    /** EC2's launch rate is lower than it was taken for. */
    default boolean throttled() {
        return this instanceof NotNow notNow
                && AwsErrorCodes.kind(notNow.code()) == AwsFailure.Kind.THROTTLED;
    }

    /** Result of a call that launched no instance. */
    static LaunchResult notLaunched(AwsFailure failure) {
        String sentence = String.valueOf(failure.getMessage());
        return switch (failure.kind()) {
            case CAPACITY, THROTTLED, CONSISTENCY, UNREACHABLE, AMBIGUOUS ->
                    new NotNow(failure.code(), sentence);
            case QUOTA, DENIED, CONFIG -> new Never(failure.code(), sentence);
        };
    }
}
