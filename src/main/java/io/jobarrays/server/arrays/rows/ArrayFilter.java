package io.jobarrays.server.arrays.rows;

import org.jspecify.annotations.Nullable;

/**
 * Filter and page of a list of arrays; null matches every array.
 *
 * @param state EC2 state of the listed instances; null lists live arrays only
 * @param before id of the last array of the previous page
 */
public record ArrayFilter(
        @Nullable String name,
        @Nullable String id,
        @Nullable String state,
        @Nullable String region,
        @Nullable String before,
        int limit) {}
