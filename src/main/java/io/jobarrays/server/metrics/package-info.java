/** Gauges of the state that other packages keep; counters and timers stand where they count. */
@NullMarked
package io.jobarrays.server.metrics;

import org.jspecify.annotations.NullMarked;
