/** Measures whether this machine is idle and powers it off after the idle timeout. */
@NullMarked
package io.jobarrays.agent.idle;

import org.jspecify.annotations.NullMarked;
