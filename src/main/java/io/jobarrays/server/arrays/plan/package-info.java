/** Plan of the next actions for an array; pure functions of a snapshot and the time. */
@NullMarked
package io.jobarrays.server.arrays.plan;

import org.jspecify.annotations.NullMarked;
