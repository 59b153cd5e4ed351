package io.jobarrays.server.arrays.rows;

import org.jspecify.annotations.Nullable;

/**
 * Which arrays a list is about; what is null does not matter.
 *
 * @param state EC2's word for the instances to show; without it only live arrays are listed
 * @param before the id after which a page goes on
 */
public record ArrayFilter(
        @Nullable String name,
        @Nullable String id,
        @Nullable String state,
        @Nullable String region,
        @Nullable String before,
        int limit) {}
