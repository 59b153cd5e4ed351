package io.jobarrays.server.agents;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Peers that an agent has received and not acknowledged.
 *
 * @param dueAt its member fails then
 * @param failure why the agent cannot write them, in its words; null: it has not answered
 */
public record PeerDelivery(int generation, Instant dueAt, @Nullable String failure) {}
