/** Job XML comes in here: read, checked, resolved and expanded, without a database or a clock. */
@NullMarked
package io.jobarrays.server.batch.gate;

import org.jspecify.annotations.NullMarked;
