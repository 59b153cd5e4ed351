package io.jobarrays.server.arrays.rows;

import io.jobarrays.server.arrays.spec.ArraySpec;

/**
 * A spec with its sealed form, so that one launch is read once and sealed once.
 *
 * @param text the flags as rows keep them
 */
public record SealedSpec(ArraySpec spec, String text) {}
