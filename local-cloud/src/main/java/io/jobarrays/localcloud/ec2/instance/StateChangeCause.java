package io.jobarrays.localcloud.ec2.instance;

import software.amazon.awssdk.services.ec2.model.StateReason;

/**
 * Why an instance leaves a state.
 *
 * @param words as {@code StateTransitionReason} has them
 */
record StateChangeCause(StateReason reason, String transitionReason) {}
