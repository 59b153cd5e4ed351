/** Measures whether this machine is idle and ends it after the idle timeout. */
@NullMarked
package io.jobarrays.agent.idle;

import org.jspecify.annotations.NullMarked;
