/** Decides what an array needs next; pure functions of a snapshot and the time. */
@NullMarked
package io.jobarrays.server.arrays.plan;

import org.jspecify.annotations.NullMarked;
