package io.jobarrays.server.arrays.snapshot;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tags of an instance that EC2 has, of those that are written after the launch.
 *
 * @param member name and index
 * @param peersGeneration generation in the pointer to the peers; 0: none
 * @param deadline null: none is recorded
 */
public record WrittenTags(boolean member, int peersGeneration, @Nullable Instant deadline) {}
