/** Events of arrays and executions, and the signal of each new one. */
@NullMarked
package io.jobarrays.server.arrays.events;

import org.jspecify.annotations.NullMarked;
