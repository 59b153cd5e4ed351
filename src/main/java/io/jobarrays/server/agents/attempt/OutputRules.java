package io.jobarrays.server.agents.attempt;

import java.util.Optional;

/**
 * What is accepted as outputs and checkpoints of a member.
 *
 * @param limit most bytes, before compression
 * @param place where the member sends its outputs itself, so that only their list is accepted
 * @param checkpointLimit most bytes of a checkpoint, before compression; 0: it has none
 */
public record OutputRules(long limit, Optional<String> place, long checkpointLimit) {}
