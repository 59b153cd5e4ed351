package io.jobarrays.server.instances.ec2;

import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusSummary;
import software.amazon.awssdk.services.ec2.model.SummaryStatus;

/** Result of EC2's status checks of an instance that is not ending. */
public enum InstanceHealth {
    /** No check has failed; also while checks have no result yet. */
    UNIMPAIRED,
    /** EC2 finds the system or the instance impaired. */
    IMPAIRED;

    /** Empty for an instance that is shutting down or terminated. */
    static Optional<InstanceHealth> of(InstanceStatus status) {
        InstanceStateName state = status.instanceState().name();
        if (state == InstanceStateName.SHUTTING_DOWN || state == InstanceStateName.TERMINATED) {
            return Optional.empty();
        }
        return Optional.of(
                Stream.of(status.systemStatus(), status.instanceStatus())
                                .anyMatch(InstanceHealth::isImpaired)
                        ? IMPAIRED
                        : UNIMPAIRED);
    }

    private static boolean isImpaired(InstanceStatusSummary summary) {
        return summary != null && summary.status() == SummaryStatus.IMPAIRED;
    }
}
