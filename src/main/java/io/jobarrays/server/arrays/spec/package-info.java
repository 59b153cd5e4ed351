/** Specification of an array: launch flags, parsed and validated; pure data. */
@NullMarked
package io.jobarrays.server.arrays.spec;

import org.jspecify.annotations.NullMarked;
