package io.jobarrays.localcloud.ec2.instance;

import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * Cause of a state change of an instance.
 *
 * @param transitionReason value of {@code StateTransitionReason}
 */
public record StateChangeCause(StateReason reason, String transitionReason) {}
