/** What the gate takes and what it says to the rest. */
@NullMarked
package io.jobarrays.server.batch.gate;

import org.jspecify.annotations.NullMarked;
